import { useLingui } from '@lingui/react/macro'
import { useEffect, useRef } from 'react'
import { useFormat, type Moment } from '@/lib/format/use-format'
import { Button } from './button'
import css from './conflict-box.module.css'
import { Status } from './status'

interface Props {
  field: string
  mine: string
  theirs: string
  changedBy: string
  changedAt: Moment
  onTakeMine: () => void
  onTakeTheirs: () => void
  isBusy?: boolean
}

export function ConflictBox({ field, mine, theirs, changedBy, changedAt, onTakeMine, onTakeTheirs, isBusy }: Props) {
  const { t } = useLingui()
  const format = useFormat()
  const when = format.instant(changedAt)
  const box = useRef<HTMLDivElement>(null)
  // It opens below the row that was edited: without this its buttons may lie under the edge.
  useEffect(() => { box.current?.scrollIntoView({ block: 'nearest' }) }, [])
  return (
    <div ref={box} className={css.box} role="alert">
      <Status tone="warn" className={css.head}>{t`“${field}” was changed while you were editing`}</Status>
      <p className="t2">{t`${changedBy}, ${when}. Your other edits are saved.`}</p>
      <dl className={css.both}>
        <div><dt>{t`Yours`}</dt><dd>{mine || t`empty`}</dd></div>
        <div><dt>{changedBy}</dt><dd>{theirs || t`empty`}</dd></div>
      </dl>
      <div className={css.actions}>
        <Button variant="primary" onClick={onTakeMine} isBusy={isBusy}>{t`Save mine`}</Button>
        <Button onClick={onTakeTheirs} disabled={isBusy}>{t`Keep theirs`}</Button>
      </div>
    </div>
  )
}
