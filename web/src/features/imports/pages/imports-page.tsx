import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { pagesOf } from '@/api/table-state'
import { useCommand } from '@/lib/commands/use-command'
import { useFormat } from '@/lib/format/use-format'
import { goTo } from '@/lib/router-link'
import { Button } from '@/ui/button'
import { DataTable } from '@/ui/data-table'
import type { Column } from '@/ui/data-table-types'
import { EmptyState } from '@/ui/empty-state'
import { ListBar } from '@/ui/list-bar'
import { ListPage } from '@/ui/list-page'
import { ProgressBar } from '@/ui/progress-bar'
import { Status } from '@/ui/status'
import { importsQuery } from '../api/imports'
import type { ImportRow } from '../api/types'
import { statusWords, toneOf } from '../list/status-words'
import { MappingsDialog } from '../wizard/mappings-dialog'

function useColumns(): Column<ImportRow>[] {
  const { t, i18n } = useLingui()
  const format = useFormat()
  return useMemo(() => {
    const number = (value: number) => (value > 0 ? format.number(value) : <span className="t3">0</span>)
    return [
      { id: 'name', header: t`Import`, width: 260, isFlexible: true, isName: true, phone: 'title', cell: (row) => row.name || row.file_name },
      {
        id: 'status', header: t`Status`, width: 180, priority: 1, phone: 'subtitle',
        cell: (row) => <><Status tone={toneOf(row)}>{i18n._(statusWords[row.status])}</Status>{row.status === 'RUNNING' && <ProgressBar label={t`Done`} value={row.rows_total ? row.rows_done / row.rows_total : null} width={64} />}</>,
      },
      { id: 'rows', header: t`Rows`, width: 88, align: 'right', priority: 2, phone: 'value', cell: (row) => number(row.rows_total) },
      { id: 'created', header: t`New customers`, width: 104, align: 'right', priority: 3, cell: (row) => number(row.counts.created) },
      { id: 'updated', header: t`Changed customers`, width: 148, align: 'right', priority: 4, cell: (row) => number(row.counts.updated) },
      { id: 'refused', header: t`Refused rows`, width: 104, align: 'right', priority: 2, cell: (row) => number(row.counts.refused) },
      { id: 'created_at', header: t`Uploaded`, width: 140, priority: 3, phone: 'meta', cell: (row) => <span className="num">{format.instant(row.created_at)}</span> },
    ]
  }, [t, i18n, format])
}

export function ImportsPage() {
  const { t } = useLingui()
  const list = useInfiniteQuery(importsQuery)
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data])
  const [isMappings, setMappings] = useState(false)
  const start = () => { goTo('/imports/new') }
  useCommand({ id: 'imports.start', label: msg`New import`, icon: 'upload', scope: 'page', shortcut: 'n', run: start })
  return (
    <ListPage bars={<ListBar title={t`Imports`} end={<><Button variant="ghost" icon="archive" onClick={() => { setMappings(true) }}>{t`Saved mappings`}</Button><Button icon="upload" keys="n" onClick={start}>{t`New import`}</Button></>} />}>
      {isMappings && <MappingsDialog onClose={() => { setMappings(false) }} />}
      <DataTable
        label={t`Imports`}
        columns={useColumns()}
        rows={rows}
        rowId={(row) => row.id}
        rowHref={(row) => `/imports/${row.id}`}
        onOpen={(row) => { goTo('/imports/$id', { id: row.id }) }}
        {...pagesOf(list)}
        empty={<EmptyState title={t`No imports`} action={<Button variant="primary" icon="upload" onClick={start}>{t`Import a table`}</Button>}>{t`Bring customers in from a CSV or XLSX table; nothing is written before you agree.`}</EmptyState>}
        layoutKey="imports"
      />
    </ListPage>
  )
}
