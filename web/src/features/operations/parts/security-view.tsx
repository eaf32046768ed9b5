import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { stateOf } from '@/api/table-state'
import { useFormat } from '@/lib/format/use-format'
import { DataTable } from '@/ui/data-table'
import type { Column } from '@/ui/data-table-types'
import { EmptyState } from '@/ui/empty-state'
import { notesQuery, type SecurityNote } from '../api'

export function SecurityView({ about }: { about: 'access' | 'exports' }) {
  const { t } = useLingui()
  const format = useFormat()
  const found = useQuery(notesQuery(about))
  const columns = useMemo((): Column<SecurityNote>[] => [
    { id: 'at', header: t`When`, width: 150, phone: 'value', cell: (row) => format.instant(row.at) },
    { id: 'actor', header: t`Who`, width: 200, isName: true, phone: 'title', cell: (row) => row.actor || <span className="t3">{t`nobody logged in`}</span> },
    { id: 'kind', header: t`What`, width: 220, phone: 'subtitle', title: (row) => row.label, cell: (row) => row.label },
    { id: 'addr', header: t`Address`, width: 140, priority: 3, cell: (row) => row.addr },
    { id: 'subject', header: t`About`, width: 240, isFlexible: true, priority: 4, title: (row) => row.subject_name, cell: (row) => row.subject_name },
  ], [t, format])
  return (
    <DataTable
      label={about === 'access' ? t`Latest log-ins and failures` : t`Latest exports`}
      columns={columns}
      rows={found.data ?? []}
      rowId={(row) => row.id}
      {...stateOf(found)}
      empty={<EmptyState title={about === 'access' ? t`Nobody has logged in yet` : t`Nothing was exported yet`} />}
      layoutKey="operations-security"
    />
  )
}
