import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { stateOf } from '@/api/table-state'
import { useFormat } from '@/lib/format/use-format'
import { Button } from '@/ui/button'
import { DataTable } from '@/ui/data-table'
import type { Column } from '@/ui/data-table-types'
import { EmptyState } from '@/ui/empty-state'
import { Status } from '@/ui/status'
import { sourcesQuery, type Source } from '../api'

interface Props {
  onOpen: (id: string) => void
  onAdd: () => void
}

function useColumns(): Column<Source>[] {
  const { t } = useLingui()
  const format = useFormat()
  return useMemo(() => [
    { id: 'name', header: t`Program`, width: 220, isName: true, phone: 'title', cell: (row) => row.name },
    { id: 'path', header: t`Address`, width: 420, isFlexible: true, priority: 3, phone: 'subtitle', cell: (row) => row.path, title: (row) => row.path },
    { id: 'state', header: t`State`, width: 140, priority: 1, phone: 'value', cell: (row) => (row.is_active ? <Status tone="good">{t`in use`}</Status> : <Status tone="quiet">{t`switched off`}</Status>) },
    { id: 'failed', header: t`Refused`, width: 100, align: 'right', priority: 2, cell: (row) => (row.failed ? format.number(row.failed) : '') },
  ], [t, format])
}

export function SourceTable({ onOpen, onAdd }: Props) {
  const { t } = useLingui()
  const list = useQuery(sourcesQuery)
  return (
    <DataTable
      label={t`Programs that tell Kurator of customers`}
      columns={useColumns()}
      rows={list.data ?? []}
      rowId={(row) => row.id}
      onOpen={(row) => { onOpen(row.id) }}
      {...stateOf(list)}
      empty={<EmptyState title={t`No program tells Kurator anything`} action={<Button variant="primary" icon="plus" onClick={onAdd}>{t`Connect a program`}</Button>}>{t`Signed messages create customers and keep their values up to date.`}</EmptyState>}
      layoutKey="hook-sources"
    />
  )
}
