import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { stateOf } from '@/api/table-state'
import { useFormat } from '@/lib/format/use-format'
import { DataTable } from '@/ui/data-table'
import type { Column } from '@/ui/data-table-types'
import { DateInput } from '@/ui/date-input'
import { EmptyState } from '@/ui/empty-state'
import { ListBar } from '@/ui/list-bar'
import { ListPage } from '@/ui/list-page'
import { Status } from '@/ui/status'
import { WhyChip } from '@/ui/why-chip'
import { readingQuery, type Reading } from '../api'
import { LogBar } from './log-bar'
import css from './parts.module.css'
import { ReadingWhy } from './reading-why'

/** How much each person read on a day, against his own usual. */
export function ReadingTab() {
  const { t } = useLingui()
  const format = useFormat()
  const [day, setDay] = useState<string | null>(null)
  const list = useQuery(readingQuery(day))
  const columns: Column<Reading>[] = [
    { id: 'name', header: t`Person`, width: 220, isFlexible: true, isName: true, phone: 'title', cell: (row) => row.user_name },
    { id: 'cards', header: t`Customers opened`, width: 150, align: 'right', priority: 1, phone: 'value', cell: (row) => format.number(row.cards) },
    { id: 'median', header: t`Usual`, width: 100, align: 'right', priority: 1, phone: 'subtitle', cell: (row) => (row.days > 0 ? format.number(row.median) : <span className="t3">—</span>) },
    { id: 'limit', header: t`Reported beyond`, width: 170, align: 'right', priority: 3, cell: (row) => format.number(row.limit) },
    { id: 'views', header: t`Openings`, width: 110, align: 'right', priority: 4, cell: (row) => format.number(row.views) },
    { id: 'rows', header: t`Rows in lists`, width: 120, align: 'right', priority: 3, cell: (row) => format.number(row.rows_listed) },
    {
      id: 'state', header: '', width: 190, priority: 2,
      cell: (row) => row.alarmed_at && <span className="row"><Status tone="warn">{t`Unusual`}</Status><WhyChip subject={row.user_name}><ReadingWhy facts={{ ...row }} /></WhyChip></span>,
    },
  ]
  return (
    <ListPage bars={<><LogBar /><ListBar><span className={css.day}><DateInput aria-label={t`Day`} value={day ?? list.data?.day ?? null} onChange={setDay} /></span></ListBar></>}>
      <DataTable
        label={t`Reading`}
        columns={columns}
        rows={list.data?.items ?? []}
        rowId={(row) => row.user_id}
        {...stateOf(list)}
        empty={<EmptyState title={t`Nobody read anything that day`} />}
        layoutKey="reading"
      />
    </ListPage>
  )
}
