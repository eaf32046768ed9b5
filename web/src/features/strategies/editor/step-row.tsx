import { useLingui } from '@lingui/react/macro'
import type { KeyboardEvent } from 'react'
import type { ExpressionProblem } from '@/lib/expression/expression'
import { Icon } from '@/ui/icon'
import { IconButton } from '@/ui/icon-button'
import { Status } from '@/ui/status'
import { useRelativeWords } from '@/ui/expression-builder/use-relative-words'
import type { TimeUnit } from '@/lib/expression/expression'
import { useCanvas } from '../canvas/canvas-context'
import { useStepText } from '../draft/use-step-text'
import type { StepDraft, StepKind } from '../types'
import css from './editor.module.css'
import { ParameterControl } from './parameter-control'

interface Props {
  step: StepDraft
  kind: StepKind | undefined
  problems: ExpressionProblem[]
  isOpen: boolean
  onToggle: () => void
  onChange: (step: StepDraft) => void
  onMove: (by: 1 | -1) => void
  onDropStep: (uid: string) => void
  onRemove: () => void
}

const dragType = 'application/x-kurator-step'
const steps: Record<string, 1 | -1> = { ArrowUp: -1, ArrowDown: 1 }

export function StepRow({ step, kind, problems, isOpen, onToggle, onChange, onMove, onDropStep, onRemove }: Props) {
  const { t } = useLingui()
  const { canEdit } = useCanvas()
  const stepText = useStepText()
  const { amount } = useRelativeWords()
  const { icon, label, detail } = stepText(step)
  const unit = step.parameters.unit as TimeUnit | undefined
  const words = step.step === 'wait' && unit && unit in amount ? amount[unit](Number(step.parameters.n ?? 0)) : detail
  const problemOf = (code: string) => problems.find((one) => one.loc[4] === 'parameters' && one.loc[5] === code)?.msg
  const general = problems.filter((one) => one.loc.length === 4)

  function onKeyDown(event: KeyboardEvent): void {
    const by = event.altKey ? steps[event.key] : undefined
    if (!by || !canEdit) return
    event.preventDefault()
    event.stopPropagation()
    onMove(by)
  }

  return (
    <li
      className={css.step}
      data-open={isOpen || undefined}
      onKeyDown={onKeyDown}
      onDragOver={(event) => { if (event.dataTransfer.types.includes(dragType)) event.preventDefault() }}
      onDrop={(event) => { event.preventDefault(); onDropStep(event.dataTransfer.getData(dragType)) }}
    >
      <div className={css.stepHead}>
        <button type="button" id={`step-${step.uid}`} className={css.grip} draggable={canEdit} aria-label={t`Move ${label}: Alt with arrows`} onDragStart={(event) => { event.dataTransfer.setData(dragType, step.uid) }}><Icon name="grip" size={14} /></button>
        <button type="button" className={css.stepName} aria-expanded={isOpen} onClick={onToggle}>
          <Icon name={icon} size={14} />
          <span className="nb">{label}</span>
          <span className="el t2">{words}</span>
          {problems.length > 0 && <Status tone="bad" title={t`Something is missing`} />}
          <Icon name={isOpen ? 'chevron-up' : 'chevron-down'} size={12} className={css.chevron} />
        </button>
        <IconButton icon="close" size="sm" label={t`Remove the step: ${label}`} withTooltip={false} disabled={!canEdit} onClick={onRemove} />
      </div>
      {isOpen && (
        <div className={css.parameters}>
          {kind?.parameters.map((parameter) => (
            <ParameterControl key={parameter.code} parameter={parameter} parameters={step.parameters} error={problemOf(parameter.code)} isDisabled={!canEdit} onChange={(values) => { onChange({ ...step, parameters: { ...step.parameters, ...values } }) }} />
          ))}
          {general.map((problem) => <p key={problem.code} className="bad m">{problem.msg}</p>)}
        </div>
      )}
    </li>
  )
}
