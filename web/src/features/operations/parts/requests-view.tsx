import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { stateOf } from '@/api/table-state'
import { useFormat } from '@/lib/format/use-format'
import { DataTable } from '@/ui/data-table'
import type { Column } from '@/ui/data-table-types'
import { EmptyState } from '@/ui/empty-state'
import { requestsQuery, type RequestFigure } from '../api'

export function RequestsView() {
  const { t } = useLingui()
  const format = useFormat()
  const found = useQuery(requestsQuery)
  const columns = useMemo((): Column<RequestFigure>[] => {
    const milliseconds = (seconds: number) => format.number(seconds * 1000, { style: 'unit', unit: 'millisecond', unitDisplay: 'short', maximumFractionDigits: 0 })
    return [
      { id: 'operation', header: t`Operation`, width: 320, isFlexible: true, isName: true, phone: 'title', cell: (row) => row.operation },
      { id: 'p95', header: t`19 of 20 within`, width: 128, align: 'right', phone: 'value', cell: (row) => milliseconds(row.p95) },
      { id: 'p50', header: t`Half within`, width: 112, align: 'right', priority: 2, cell: (row) => milliseconds(row.p50) },
      { id: 'statements', header: t`Statements each`, width: 128, align: 'right', priority: 3, cell: (row) => format.number(row.statements) },
      { id: 'count', header: t`Requests`, width: 96, align: 'right', phone: 'subtitle', cell: (row) => format.number(row.count) },
      { id: 'errors', header: t`Broken`, width: 88, align: 'right', priority: 2, cell: (row) => (row.errors ? <b className="bad">{format.number(row.errors)}</b> : <span className="t3">0</span>) },
    ]
  }, [t, format])
  return (
    <DataTable
      label={t`Operations by their time`}
      columns={columns}
      rows={found.data ?? []}
      rowId={(row) => row.operation}
      {...stateOf(found)}
      empty={<EmptyState title={t`No requests yet`}>{t`Times are counted since Kurator was started; they hold no values of customers.`}</EmptyState>}
      layoutKey="operations-requests"
    />
  )
}
