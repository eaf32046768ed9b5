import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { useCan } from '@/api/permissions'
import { Button } from '@/ui/button'
import { IconButton } from '@/ui/icon-button'
import { Popover } from '@/ui/popover'
import { Status } from '@/ui/status'
import { ActivateDialog } from './activate-dialog'
import { useCanvas } from './canvas-context'
import { CheckList } from './check-list'
import { useChangeWords } from './use-change-words'
import css from './strategy.module.css'

/** What the draft changes, what it still lacks, and the way to make it run. */
export function DraftBar() {
  const { t } = useLingui()
  const can = useCan()
  const { strategy, editing, check } = useCanvas()
  const changeWords = useChangeWords()
  const [isOpen, setIsOpen] = useState(false)
  const [isAsking, setIsAsking] = useState(false)
  const next = (strategy.version_n ?? 0) + 1
  const problems = check?.problems.length ?? 0
  const warnings = check?.warnings.length ?? 0
  const saved = { saved: t`Saved`, waiting: t`Saving…`, saving: t`Saving…`, conflict: t`Not saved`, failed: t`Not saved` }[editing.state]
  const isSaved = editing.state === 'saved'
  const found = problems > 0
    ? <Status tone="bad">{t`${plural(problems, { one: '# problem', other: '# problems' })}`}</Status>
    : warnings > 0
      ? <Status tone="warn">{t`${plural(warnings, { one: '# warning', other: '# warnings' })}`}</Status>
      : <Status tone="quiet">{t`Ready`}</Status>
  return (
    <>
      <b className="nb">{t`Draft v${next}`}</b>
      <span className={`el t2 ${css.wide}`}>{changeWords}</span>
      <span className="grow" />
      <span className={`${css.saving} ${css.wide} m t3`} aria-live="polite">{saved}</span>
      <span className={`row ${css.wide}`}>
        <IconButton icon="undo" size="sm" label={t`Undo`} keys="mod+z" disabled={!editing.history.canUndo} onClick={editing.history.undo} />
        <IconButton icon="undo" size="sm" label={t`Redo`} keys="mod+shift+z" className={css.mirrored} disabled={!editing.history.canRedo} onClick={editing.history.redo} />
      </span>
      {check && (
        <Popover isOpen={isOpen} onChange={setIsOpen} width={420} position="bottom-end" label={t`What the check found`} target={<Button variant="ghost" onClick={() => { setIsOpen(!isOpen) }}>{found}</Button>}>
          <CheckList onLeave={() => { setIsOpen(false) }} />
        </Popover>
      )}
      {can('strategies.activate') && (
        <Button variant="primary" disabled={!isSaved || !check?.is_ready} onClick={() => { setIsAsking(true) }}>
          {strategy.version_n === null ? t`Activate…` : t`Compare and publish…`}
        </Button>
      )}
      {isAsking && <ActivateDialog onClose={() => { setIsAsking(false) }} />}
    </>
  )
}
