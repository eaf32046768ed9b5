import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useCan } from '@/api/permissions'
import { useCommand } from '@/lib/commands/use-command'
import { useFormat } from '@/lib/format/use-format'
import { goTo } from '@/lib/router-link'
import { Button } from '@/ui/button'
import { DataTable } from '@/ui/data-table'
import type { Column } from '@/ui/data-table-types'
import { EmptyState } from '@/ui/empty-state'
import { ListBar } from '@/ui/list-bar'
import { ListPage } from '@/ui/list-page'
import { TextInput } from '@/ui/text-input'
import { segmentsQuery, type Segment } from '../api'
import { SegmentCount } from '../components/segment-count'
import { segmentsRoute } from '../routes'

function matches(segment: Segment, words: string): boolean {
  const text = `${segment.name} ${segment.sentence}`.toLocaleLowerCase()
  return words.toLocaleLowerCase().split(/\s+/).every((word) => text.includes(word))
}

export function SegmentsPage() {
  const { t } = useLingui()
  const can = useCan()
  const format = useFormat()
  const { q = '' } = segmentsRoute.useSearch()
  const navigate = segmentsRoute.useNavigate()
  const list = useQuery(segmentsQuery)
  const all = list.data ?? []
  const rows = q ? all.filter((segment) => matches(segment, q)) : all
  const create = () => { goTo('/segments/$id', { id: 'new' }) }
  const open = (segment: Segment) => { goTo('/segments/$id', { id: segment.id }) }
  useCommand({ id: 'segments.new', label: msg`New segment`, icon: 'plus', scope: 'page', shortcut: 'n', permission: 'segments.edit', hidden: true, run: create })
  useCommand({ id: 'segments.find', label: msg`Find a segment`, icon: 'search', scope: 'page', shortcut: '/', run: () => { document.querySelector<HTMLInputElement>('#segments-find')?.focus() } })

  const columns: Column<Segment>[] = [
    { id: 'name', header: t`Segment`, width: 260, isName: true, priority: 1, phone: 'title', cell: (row) => row.name },
    { id: 'sentence', header: t`Who belongs to it`, width: 420, isFlexible: true, priority: 2, phone: 'subtitle', cell: (row) => <span className="el">{row.sentence}</span>, title: (row) => row.sentence },
    { id: 'count', header: t`Customers`, width: 104, align: 'right', priority: 1, phone: 'value', cell: (row) => <SegmentCount id={row.id} /> },
    { id: 'updated', header: t`Changed`, width: 120, priority: 4, phone: 'meta', cell: (row) => format.date(row.updated_at) },
  ]
  const shownCount = format.number(rows.length)
  const empty = q
    ? <EmptyState title={t`No segment fits “${q}”`} action={<Button onClick={() => void navigate({ search: {} })}>{t`Clear the search`}</Button>} />
    : <EmptyState title={t`No segments`} action={can('segments.edit') && <Button variant="primary" icon="plus" keys="n" onClick={create}>{t`New segment`}</Button>}>{t`A segment says once which customers are meant; strategies and lists use it.`}</EmptyState>
  return (
    <ListPage
      bars={(
        <ListBar title={t`Segments`} end={can('segments.edit') && <Button icon="plus" keys="n" onClick={create}>{t`New segment`}</Button>}>
          <TextInput id="segments-find" aria-label={t`Find a segment`} icon="search" placeholder={t`Find`} value={q} onChange={(text) => void navigate({ search: { q: text || undefined }, replace: true })} />
        </ListBar>
      )}
      totals={<span className="num">{t`Segments: ${shownCount}`}</span>}
    >
      <DataTable label={t`Segments`} columns={columns} rows={rows} rowId={(row) => row.id} rowHref={(row) => `/segments/${row.id}`} onOpen={open} isLoading={list.isPending} isRefreshing={list.isFetching} error={list.error} onRetry={() => void list.refetch()} empty={empty} layoutKey="segments" isRelaxed />
    </ListPage>
  )
}
