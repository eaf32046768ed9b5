import { useLingui } from '@lingui/react/macro'
import { useIsPhone } from '@/lib/hooks/use-is-phone'
import { Button } from '@/ui/button'
import { Drawer } from '@/ui/drawer'
import { LocalizedInput } from '@/ui/localized-input'
import { Section } from '@/ui/section'
import { useCanvas } from '../canvas/canvas-context'
import { withStage } from '../draft/draft'
import { useTextIn } from '../draft/use-text-in'
import type { StageDraft } from '../types'
import { ConditionEditor } from './condition-editor'
import css from './editor.module.css'
import { StepsEditor } from './steps-editor'

interface Props {
  stage: StageDraft
  onClose: () => void
}

/** One stage: name, who enters, what is done. Every edit goes into the draft by itself. */
export function StageDrawer({ stage, onClose }: Props) {
  const { t } = useLingui()
  const isPhone = useIsPhone()
  const { editing, canEdit, check, openStage } = useCanvas()
  const textIn = useTextIn()
  const { draft, change } = editing
  const index = draft.stages.findIndex((one) => one.uid === stage.uid)
  const number = index + 1
  const name = textIn(stage.name) || t`no name yet`
  const problems = (check?.problems ?? []).filter((one) => one.loc[0] === 'stages' && one.loc[1] === index)
  const nameProblem = problems.find((one) => one.loc[2] === 'name')?.msg
  const [before, after] = [draft.stages[index - 1], draft.stages[index + 1]]
  const set = (next: StageDraft, key?: string) => { change(withStage(draft, next), key) }
  return (
    <Drawer
      isOpen
      onClose={onClose}
      title={t`Stage ${number}: ${name}`}
      width={isPhone ? 390 : 820}
      footer={(
        <>
          {before && <Button variant="ghost" icon="chevron-left" onClick={() => { openStage(before.uid) }}>{t`Previous stage`}</Button>}
          {after && <Button variant="ghost" onClick={() => { openStage(after.uid) }}>{t`Next stage`}</Button>}
          <Button variant="primary" onClick={onClose}>{t`Done`}</Button>
        </>
      )}
    >
      <div className={css.drawer}>
        <Section>
          <LocalizedInput label={t`Name`} value={stage.name} maxLength={200} disabled={!canEdit} autoFocus={textIn(stage.name) === ''} error={nameProblem && textIn(stage.name) === '' ? nameProblem : undefined} onChange={(next) => { set({ ...stage, name: next }, `${stage.uid}.name`) }} />
        </Section>
        <ConditionEditor stage={stage} onChange={(entry) => { set({ ...stage, entry }, `${stage.uid}.entry`) }} />
        <StepsEditor stage={stage} problems={problems} onChange={set} />
      </div>
    </Drawer>
  )
}
