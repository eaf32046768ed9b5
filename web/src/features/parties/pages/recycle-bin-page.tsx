import { plural } from '@lingui/core/macro'
import { Plural, useLingui } from '@lingui/react/macro'
import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useCan } from '@/api/permissions'
import { usePeople } from '@/api/people'
import { pagesOf } from '@/api/table-state'
import { useFormat } from '@/lib/format/use-format'
import { useDebounced } from '@/lib/hooks/use-debounced'
import { Button } from '@/ui/button'
import { DataTable } from '@/ui/data-table'
import type { Column } from '@/ui/data-table-types'
import { EmptyState } from '@/ui/empty-state'
import { IconButton } from '@/ui/icon-button'
import { ListBar } from '@/ui/list-bar'
import { ListPage } from '@/ui/list-page'
import { showRefusal } from '@/ui/show-refusal'
import { TextInput } from '@/ui/text-input'
import { showToast } from '@/ui/toast'
import { EraseDialog } from '../bin/erase-dialog'
import { RecycledDialog } from '../bin/recycled-dialog'
import { listRecycled, restore, type RecycledRow } from '../api/bulk'

function useColumns(onRestore: (ids: string[]) => void): Column<RecycledRow>[] {
  const { t } = useLingui()
  const format = useFormat()
  const people = usePeople()
  return useMemo(() => [
    { id: 'name', header: t`Customer`, width: 260, isFlexible: true, isName: true, phone: 'title', cell: (row) => row.display_name },
    { id: 'number', header: t`Customer no.`, width: 96, priority: 3, phone: 'value', cell: (row) => <span className="num">K-{row.number}</span> },
    { id: 'owner', header: t`Owner`, width: 180, priority: 3, cell: (row) => people.nameOf(row.owner_id) ?? <span className="t3">{t`nobody`}</span> },
    { id: 'by', header: t`Deleted by`, width: 180, priority: 2, phone: 'subtitle', cell: (row) => row.deleted_by },
    { id: 'at', header: t`Deleted`, width: 150, priority: 2, phone: 'meta', cell: (row) => <span className="num">{format.instant(row.deleted_at)}</span> },
    { id: 'act', header: '', width: 110, priority: 1, cell: (row) => <Button variant="link" size="sm" onClick={() => { onRestore([row.id]) }}>{t`Restore`}</Button> },
  ], [t, format, people, onRestore])
}

/** What was deleted, the latest first; everything comes back whole. */
export function RecycleBinPage() {
  const { t } = useLingui()
  const client = useQueryClient()
  const [words, setWords] = useState('')
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const [opened, setOpened] = useState<RecycledRow | null>(null)
  const [erased, setErased] = useState<RecycledRow[] | null>(null)
  const can = useCan()
  const q = useDebounced(words, 250)
  const list = useInfiniteQuery({
    queryKey: ['recycle-bin', q],
    queryFn: ({ pageParam, signal }) => listRecycled({ q, cursor: pageParam ?? undefined }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
    staleTime: 0,
  })
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data])
  const [bring] = useState(() => (ids: string[]) => {
    restore(ids).then(
      async ({ changed }) => {
        showToast(plural(changed, { one: '# customer restored', other: '# customers restored' }))
        setSelected(new Set())
        await Promise.all([client.invalidateQueries({ queryKey: ['recycle-bin'] }), client.invalidateQueries({ queryKey: ['parties'] })])
      },
      showRefusal,
    )
  })
  const bulk = selected.size > 0 && (
    <>
      <b className="num"><Plural value={selected.size} one="# selected" other="# selected" /></b>
      <span className="grow" />
      <Button variant="ghost" icon="undo" onClick={() => { bring([...selected]) }}>{t`Restore`}</Button>
      {can('parties.erase') && <Button variant="ghost" icon="trash" onClick={() => { setErased(rows.filter((row) => selected.has(row.id))) }}>{t`Remove for good`}</Button>}
      <IconButton size="sm" icon="close" label={t`Clear the selection`} keys="Escape" onClick={() => { setSelected(new Set()) }} />
    </>
  )
  return (
    <ListPage
      bars={<ListBar title={t`Recycle bin`}><TextInput icon="search" aria-label={t`Find in the recycle bin`} placeholder={t`Name or number`} value={words} onChange={setWords} /></ListBar>}
      bulk={bulk}
    >
      <DataTable
        label={t`Recycle bin`}
        columns={useColumns(bring)}
        rows={rows}
        rowId={(row) => row.id}
        selected={selected}
        onSelect={setSelected}
        onOpen={setOpened}
        {...pagesOf(list)}
        isRefreshing={list.isFetching && list.isPlaceholderData}
        empty={<EmptyState title={q ? t`Nothing found` : t`The recycle bin is empty`}>{t`Deleted customers lie here with everything that belongs to them.`}</EmptyState>}
        layoutKey="recycle-bin"
      />
      {opened && <RecycledDialog row={opened} onRestore={() => { bring([opened.id]); setOpened(null) }} onErase={() => { setErased([opened]); setOpened(null) }} onClose={() => { setOpened(null) }} />}
      {erased && <EraseDialog rows={erased} onClose={() => { setErased(null) }} onDone={() => { setErased(null); setSelected(new Set()) }} />}
    </ListPage>
  )
}
