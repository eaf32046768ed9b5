import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { stateOf } from '@/api/table-state'
import { useFormat } from '@/lib/format/use-format'
import { DataTable } from '@/ui/data-table'
import type { Column } from '@/ui/data-table-types'
import { EmptyState } from '@/ui/empty-state'
import { ListPage } from '@/ui/list-page'
import { Status } from '@/ui/status'
import { sealsQuery, type Seals } from '../api'
import { LogBar } from './log-bar'
import { useStreamName } from './use-stream-names'

/** How far the past is sealed, and whether it is as it was. */
export function SealsTab() {
  const { t } = useLingui()
  const format = useFormat()
  const streamName = useStreamName()
  const list = useQuery(sealsQuery)
  const state = (row: Seals) => {
    if (row.broken_day) {
      const day = format.fullDate(row.broken_day)
      return <Status tone="bad">{t`Altered: ${day}`}</Status>
    }
    if (!row.verified_at) return <span className="t3">{t`Not verified yet`}</span>
    const moment = format.instant(row.verified_at)
    return <Status tone="quiet">{t`As it was, verified ${moment}`}</Status>
  }
  const columns: Column<Seals>[] = [
    { id: 'stream', header: t`What is sealed`, width: 240, isName: true, phone: 'title', cell: (row) => streamName(row.stream) },
    { id: 'state', header: t`State`, width: 280, isFlexible: true, priority: 1, phone: 'subtitle', cell: state },
    { id: 'days', header: t`Days`, width: 80, align: 'right', priority: 2, phone: 'value', cell: (row) => format.number(row.days) },
    { id: 'last', header: t`Sealed up to`, width: 140, priority: 2, cell: (row) => (row.last_day ? format.fullDate(row.last_day) : '') },
    { id: 'digest', header: t`Latest seal`, width: 220, priority: 4, title: (row) => row.digest, cell: (row) => <code className="m t2">{row.digest.slice(0, 24)}…</code> },
  ]
  return (
    <ListPage bars={<LogBar />}>
      <DataTable
        label={t`Seals`}
        columns={columns}
        rows={list.data ?? []}
        rowId={(row) => row.stream}
        {...stateOf(list)}
        empty={<EmptyState title={t`Nothing is sealed yet`}>{t`Each night the day before is sealed; altered history is found by it.`}</EmptyState>}
        layoutKey="seals"
      />
    </ListPage>
  )
}
