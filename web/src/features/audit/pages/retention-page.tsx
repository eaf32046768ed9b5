import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { stateOf } from '@/api/table-state'
import { DataTable } from '@/ui/data-table'
import type { Column } from '@/ui/data-table-types'
import { EmptyState } from '@/ui/empty-state'
import { ListBar } from '@/ui/list-bar'
import { ListPage } from '@/ui/list-page'
import { retentionQuery, type Retention } from '../api'
import { RetentionDialog } from '../parts/retention-dialog'
import { useDaysText } from '../parts/use-days-text'

/** For how long each kind of data lives. */
export function RetentionPage() {
  const { t } = useLingui()
  const daysText = useDaysText()
  const list = useQuery(retentionQuery)
  const [edited, setEdited] = useState<Retention | null>(null)
  const columns: Column<Retention>[] = [
    { id: 'label', header: t`Kind of data`, width: 300, isName: true, phone: 'title', cell: (row) => row.label },
    { id: 'days', header: t`Kept`, width: 110, priority: 1, phone: 'value', cell: (row) => daysText(row.days) },
    { id: 'default', header: t`Unless changed`, width: 136, priority: 3, cell: (row) => <span className="t3">{row.is_changed ? daysText(row.default_days) : t`the same`}</span> },
    { id: 'hint', header: t`What happens then`, width: 320, isFlexible: true, priority: 2, phone: 'subtitle', title: (row) => row.hint, cell: (row) => <span className="t2 el">{row.hint}</span> },
  ]
  return (
    <ListPage bars={<ListBar title={t`Keeping of data`} end={<span className="m t3">{t`What is too old goes each night after two o'clock`}</span>} />}>
      <DataTable
        label={t`Keeping of data`}
        columns={columns}
        rows={list.data ?? []}
        rowId={(row) => row.code}
        onOpen={setEdited}
        {...stateOf(list)}
        empty={<EmptyState title={t`Nothing grows old here`} />}
        layoutKey="retention"
      />
      {edited && <RetentionDialog key={edited.code} rule={edited} onClose={() => { setEdited(null) }} />}
    </ListPage>
  )
}
