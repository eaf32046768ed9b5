import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { stateOf } from '@/api/table-state'
import { useFormat } from '@/lib/format/use-format'
import { DataTable } from '@/ui/data-table'
import type { Column } from '@/ui/data-table-types'
import { EmptyState } from '@/ui/empty-state'
import { eventsQuery, replayEvent, type DeadEvent } from '../api'
import { RepeatButton } from './repeat-button'

export function EventsView() {
  const { t } = useLingui()
  const format = useFormat()
  const found = useQuery(eventsQuery)
  const columns = useMemo((): Column<DeadEvent>[] => [
    { id: 'topic', header: t`Event`, width: 220, isName: true, phone: 'title', title: (row) => row.topic, cell: (row) => row.label },
    { id: 'at', header: t`Happened`, width: 150, phone: 'value', cell: (row) => format.instant(row.created_at) },
    { id: 'attempts', header: t`Attempts`, width: 88, align: 'right', priority: 3, cell: (row) => format.number(row.attempts) },
    { id: 'failure', header: t`Why`, width: 320, isFlexible: true, phone: 'subtitle', cell: (row) => <span className="t3">{row.failure}</span> },
    { id: 'acts', header: '', width: 112, priority: 1, cell: (row) => <RepeatButton label={t`Replay`} done={t`The event is delivered again`} run={() => replayEvent(row.id)} /> },
  ], [t, format])
  return (
    <DataTable
      label={t`Events that could not be delivered`}
      columns={columns}
      rows={found.data ?? []}
      rowId={(row) => row.id}
      {...stateOf(found)}
      empty={<EmptyState title={t`Every event was delivered`}>{t`An event that fails five times is set aside here and holds up nothing else.`}</EmptyState>}
      layoutKey="operations-events"
    />
  )
}
