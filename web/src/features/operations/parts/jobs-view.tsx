import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { stateOf } from '@/api/table-state'
import { useFormat } from '@/lib/format/use-format'
import { DataTable } from '@/ui/data-table'
import type { Column } from '@/ui/data-table-types'
import { EmptyState } from '@/ui/empty-state'
import { Status } from '@/ui/status'
import { jobsQuery, retryJob, type Job } from '../api'
import { queueOf } from './queue-names'
import { RepeatButton } from './repeat-button'

export function JobsView() {
  const { t, i18n } = useLingui()
  const format = useFormat()
  const found = useQuery(jobsQuery)
  const columns = useMemo((): Column<Job>[] => [
    { id: 'task', header: t`Job`, width: 240, isFlexible: true, isName: true, phone: 'title', title: (row) => row.task, cell: (row) => row.label },
    { id: 'state', header: t`State`, width: 180, phone: 'value', cell: (row) => <Status tone={row.is_stalled ? 'warn' : 'bad'}>{row.is_stalled ? t`its worker is silent` : t`failed`}</Status> },
    { id: 'queue', header: t`Queue`, width: 180, priority: 3, cell: (row) => i18n._(queueOf(`jobs:${row.queue}`).name) },
    { id: 'at', header: t`When`, width: 150, phone: 'subtitle', cell: (row) => (row.at ? format.instant(row.at) : '–') },
    { id: 'attempts', header: t`Attempts`, width: 88, align: 'right', priority: 3, cell: (row) => format.number(row.attempts) },
    { id: 'acts', header: '', width: 112, priority: 1, cell: (row) => <RepeatButton label={t`Retry`} done={t`The job runs again`} run={() => retryJob(row.id)} /> },
  ], [t, i18n, format])
  return (
    <DataTable
      label={t`Jobs that need you`}
      columns={columns}
      rows={found.data ?? []}
      rowId={(row) => String(row.id)}
      {...stateOf(found)}
      empty={<EmptyState title={t`No job is in trouble`}>{t`Jobs that failed, or whose worker is silent, stand here.`}</EmptyState>}
      layoutKey="operations-jobs"
    />
  )
}
