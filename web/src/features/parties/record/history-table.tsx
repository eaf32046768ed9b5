import { useLingui } from '@lingui/react/macro'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useFields } from '@/api/fields'
import { useCan } from '@/api/permissions'
import { pagesOf } from '@/api/table-state'
import { useFormat } from '@/lib/format/use-format'
import { DataTable } from '@/ui/data-table'
import type { Column } from '@/ui/data-table-types'
import { EmptyState } from '@/ui/empty-state'
import { IconButton } from '@/ui/icon-button'
import { Select } from '@/ui/select'
import { historyQuery } from '../api/queries'
import type { ChangedField, HistoryRow } from '../api/types'
import { useChannelName } from '../feed/channel-names'
import { useChangeText } from '../feed/use-change-text'
import css from './history.module.css'
import { useUndoChange } from './use-undo-change'

interface Line {
  id: string
  row: HistoryRow
  change: ChangedField
}

function linesOf(rows: HistoryRow[]): Line[] {
  return rows.flatMap((row) => row.changes.map((change) => ({ id: `${row.id}.${change.field}`, row, change })))
}

function useColumns(partyId: string): Column<Line>[] {
  const { t } = useLingui()
  const format = useFormat()
  const can = useCan()
  const channelName = useChannelName()
  const changeText = useChangeText()
  const undo = useUndoChange(partyId)
  return useMemo(() => {
    const before = (line: Line) => changeText(line.change).before
    const after = (line: Line) => changeText(line.change).after
    return [
      { id: 'at', header: t`When`, width: 142, priority: 1, phone: 'meta', cell: ({ row }) => <time className="num" dateTime={row.at} title={new Date(row.at).toISOString()}>{format.instant(row.at)}</time> },
      { id: 'who', header: t`Who`, width: 114, priority: 2, phone: 'subtitle', cell: ({ row }) => row.actor.name || t`unknown`, title: ({ row }) => [row.actor.name, row.reason].filter(Boolean).join(', ') },
      { id: 'from', header: t`From where`, width: 84, priority: 5, cell: ({ row }) => channelName(row.channel), title: ({ row }) => [channelName(row.channel), row.addr].filter(Boolean).join(', ') },
      { id: 'field', header: t`What`, width: 140, priority: 1, isName: true, phone: 'title', cell: ({ change }) => changeText(change).label },
      { id: 'old', header: t`Old value`, width: 84, priority: 3, cell: (line) => before(line) || <span className="t3">{t`empty`}</span>, title: before },
      { id: 'new', header: t`New value`, width: 120, isFlexible: true, priority: 1, phone: 'value', cell: (line) => <span className="t1 el">{after(line) || t`empty`}</span>, title: after },
      { id: 'undo', header: '', width: 40, priority: 1, cell: ({ row, change }) => row.can_undo && can('parties.edit') && <IconButton size="sm" icon="undo" label={t`Take back`} onClick={(event) => { event.stopPropagation(); undo(row.id, change.field) }} /> },
    ]
  }, [t, format, can, channelName, changeText, undo])
}

/** Every change of the customer: who, when, from where, old and new; each can be taken back. */
export function HistoryTable({ partyId }: { partyId: string }) {
  const { t } = useLingui()
  const { all } = useFields()
  const [field, setField] = useState<string | null>(null)
  const [who, setWho] = useState<string | null>(null)
  const history = useInfiniteQuery(historyQuery(partyId, field ?? undefined))
  const rows = useMemo(() => history.data?.pages.flatMap((page) => page.items) ?? [], [history.data])
  const actors = [...new Set(rows.map((row) => row.actor.name).filter(Boolean))]
  const lines = linesOf(who ? rows.filter((row) => row.actor.name === who) : rows)
  return (
    <>
      <div className={css.filters}>
        <Select aria-label={t`What`} placeholder={t`Any field`} options={all.filter((one) => one.is_tracked).map((one) => ({ value: one.code, label: one.label }))} value={field} onChange={setField} isSearchable isClearable />
        <Select aria-label={t`Who`} placeholder={t`Anybody`} options={actors.map((name) => ({ value: name, label: name }))} value={who} onChange={setWho} isSearchable isClearable />
      </div>
      <DataTable
        label={t`History`}
        columns={useColumns(partyId)}
        rows={lines}
        rowId={(line) => line.id}
        {...pagesOf(history)}
        isRefreshing={history.isFetching && history.isPlaceholderData}
        empty={<EmptyState title={t`No changes`} withDrawing={false}>{field ?? who ? t`Nothing of this kind was changed.` : undefined}</EmptyState>}
        layoutKey="parties.history"
        withKeys={false}
      />
    </>
  )
}
