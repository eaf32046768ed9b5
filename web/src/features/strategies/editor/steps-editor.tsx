import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ExpressionProblem } from '@/lib/expression/expression'
import { announce } from '@/lib/announce'
import { iconPaths, type IconName } from '@/lib/icon-paths'
import { Button } from '@/ui/button'
import { Menu } from '@/ui/menu'
import { Section } from '@/ui/section'
import { stepsQuery } from '../api'
import { useCanvas } from '../canvas/canvas-context'
import { moveStep, newStep } from '../draft/draft'
import type { StageDraft, StepDraft, StepKind } from '../types'
import css from './editor.module.css'
import { startingParameters } from './starting-parameters'
import { StepRow } from './step-row'

interface Props {
  stage: StageDraft
  problems: ExpressionProblem[]
  onChange: (stage: StageDraft, key?: string) => void
}

/** What is done for whoever enters, in order; waiting holds what follows. */
export function StepsEditor({ stage, problems, onChange }: Props) {
  const { t } = useLingui()
  const { canEdit } = useCanvas()
  const { data: kinds = [] } = useQuery(stepsQuery)
  const [openUid, setOpenUid] = useState<string | null>(null)

  function add(kind: StepKind): void {
    const step = newStep(kind.code, startingParameters(kind))
    setOpenUid(step.uid)
    onChange({ ...stage, steps: [...stage.steps, step] })
  }

  function move(step: StepDraft, to: number): void {
    const next = moveStep(stage, step.uid, to)
    if (next === stage) return
    onChange(next)
    const [place, total] = [to + 1, next.steps.length]
    announce(t`Step ${place} of ${total}`)
    setTimeout(() => { document.getElementById(`step-${step.uid}`)?.focus() }, 0)
  }

  const icon = (kind: StepKind): IconName => (kind.icon in iconPaths ? (kind.icon as IconName) : 'note')
  const items = kinds.map((kind) => ({ id: kind.code, label: kind.label, icon: icon(kind), run: () => { add(kind) } }))
  const missing = problems.find((one) => one.loc[2] === 'steps' && one.loc.length === 3)
  return (
    <Section title={t`What is done`} action={<span className="m">{t`once for each entry into the stage`}</span>}>
      {stage.steps.length === 0 && <p className={missing ? 'bad' : 't3'}>{missing?.msg ?? t`No steps yet`}</p>}
      <ol className={css.stepList}>
        {stage.steps.map((step, index) => (
          <StepRow
            key={step.uid}
            step={step}
            kind={kinds.find((kind) => kind.code === step.step)}
            problems={problems.filter((one) => one.loc[2] === 'steps' && one.loc[3] === index)}
            isOpen={openUid === step.uid}
            onToggle={() => { setOpenUid(openUid === step.uid ? null : step.uid) }}
            onChange={(next) => { onChange({ ...stage, steps: stage.steps.map((one) => (one.uid === next.uid ? next : one)) }, `${step.uid}.parameters`) }}
            onMove={(by) => { move(step, index + by) }}
            onDropStep={(uid) => { const dragged = stage.steps.find((one) => one.uid === uid); if (dragged) move(dragged, index) }}
            onRemove={() => { onChange({ ...stage, steps: stage.steps.filter((one) => one.uid !== step.uid) }) }}
          />
        ))}
      </ol>
      {canEdit && <Menu target={<Button size="sm" variant="ghost" icon="plus">{t`Step`}</Button>} sections={[{ id: 'kinds', items }]} />}
    </Section>
  )
}
