import { useLingui } from '@lingui/react/macro'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Field } from '@/api/fields'
import { useCan } from '@/api/permissions'
import { useFormat } from '@/lib/format/use-format'
import { ErrorState } from '@/ui/error-state'
import { IconButton } from '@/ui/icon-button'
import { Popover } from '@/ui/popover'
import { Skeleton } from '@/ui/skeleton'
import { historyQuery } from '../api/queries'
import { useChangeText } from '../feed/use-change-text'
import css from './record.module.css'
import { useUndoChange } from './use-undo-change'

interface Props {
  partyId: string
  field: Field
}

function Past({ partyId, field }: Props) {
  const { t } = useLingui()
  const format = useFormat()
  const can = useCan()
  const changeText = useChangeText()
  const undo = useUndoChange(partyId)
  const history = useInfiniteQuery(historyQuery(partyId, field.code))
  const rows = history.data?.pages.flatMap((page) => page.items) ?? []
  if (history.error) return <ErrorState error={history.error} onRetry={() => void history.refetch()} />
  if (history.isPending) return <Skeleton lines={3} />
  if (rows.length === 0) return <p className="m t3">{t`Not changed since it was entered.`}</p>
  return (
    <div className={css.past}>
      {rows.slice(0, 20).map((row, index) => {
        const change = row.changes[0]
        if (!change) return null
        const { after } = changeText(change)
        return [
          <time key="at" className="m t3 num" dateTime={row.at}>{format.instant(row.at)}</time>,
          <span key="value" className="el" title={after}><b>{after || t`empty`}</b> <span className="m t3">{row.actor.name}</span></span>,
          <span key="undo">{index === 0 && row.can_undo && can('parties.edit') && <IconButton size="sm" icon="undo" label={t`Take back`} onClick={() => { undo(row.id) }} />}</span>,
        ]
      })}
    </div>
  )
}

/** The dot of a tracked field: who set which value and when. */
export function FieldHistory({ partyId, field }: Props) {
  const { t } = useLingui()
  const [isOpen, setIsOpen] = useState(false)
  const { label } = field
  const target = <button type="button" className={css.dot} aria-expanded={isOpen} aria-label={t`History: ${label}`} title={t`History`} onClick={() => { setIsOpen(!isOpen) }} />
  return (
    <Popover target={target} isOpen={isOpen} onChange={setIsOpen} width={360} label={t`History: ${label}`}>
      <div className={css.pop}>{isOpen && <Past partyId={partyId} field={field} />}</div>
    </Popover>
  )
}
