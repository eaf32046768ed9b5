import { useLingui } from '@lingui/react/macro'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useFields } from '@/api/fields'
import { pagesOf } from '@/api/table-state'
import { useIsPhone } from '@/lib/hooks/use-is-phone'
import { goTo } from '@/lib/router-link'
import { useStore } from '@/lib/store'
import { DataTable } from '@/ui/data-table'
import { ListPage } from '@/ui/list-page'
import { countQuery, listQuery } from '../api/queries'
import type { PartyRow } from '../api/types'
import { BulkBar } from '../list/bulk-bar'
import { CellConflictDialog } from '../list/cell-conflict-dialog'
import { cellEdit } from '../list/cell-store'
import { FilterBar } from '../list/filter-bar'
import { GroupedList } from '../list/grouped-list'
import { lastList } from '../list/last-list'
import { ListEmpty } from '../list/list-empty'
import { ListTotals } from '../list/list-totals'
import { useCellEditing, type CellConflict } from '../list/use-cell-editing'
import { useListColumns } from '../list/use-list-columns'
import { useListRefresh } from '../list/use-list-refresh'
import { useListState, type ListState } from '../list/use-list-state'
import { ViewBar } from '../list/view-bar'
import { PickHint } from '../list/pick-hint'
import { usePicking } from '../list/use-picking'
import { PartyPeek } from '../peek/party-peek'

/** Rows as loaded; while a cell is edited the old ones stay, so that nothing moves under it. */
function useRows(state: ListState) {
  const fields = useFields()
  const known = state.columns.filter((code) => fields.byCode.has(code))
  const columns = known.includes('party.owner') ? known : [...known, 'party.owner']
  const withTags = columns.includes('party.tags') ? columns : [...columns, 'party.tags']
  const list = useInfiniteQuery({ ...listQuery({ ...state.query, columns: withTags }), enabled: fields.isReady })
  const isHeld = useStore(cellEdit) !== null
  const fresh = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data])
  const held = useRef(fresh)
  useEffect(() => { if (!isHeld) held.current = fresh }, [fresh, isHeld])
  useListRefresh(isHeld)
  // eslint-disable-next-line react-hooks/refs -- the rows as they were when the editor opened
  const rows = isHeld ? held.current : fresh
  return { list, rows, known, error: list.error ?? fields.error }
}

export function PartiesPage() {
  const { t } = useLingui()
  const state = useListState()
  const isPhone = useIsPhone()
  const { selected, setSelected, isPicking, pick, clear } = usePicking(isPhone)
  const [conflict, setConflict] = useState<CellConflict | null>(null)
  const { list, rows, known, error } = useRows(state)
  const count = useQuery(countQuery(state.query)).data
  const editing = useCellEditing({ rows, currentId: state.peek ?? null, columns: known, onConflict: setConflict })
  const columns = useListColumns(known, editing)
  const ids = useMemo(() => rows.map((row) => row.id), [rows])
  const picked = useMemo(() => rows.filter((row) => selected.has(row.id)), [rows, selected])
  const viewTitle = state.saved?.name ?? t`Customers`

  useEffect(() => { lastList.set({ ids, href: window.location.pathname + window.location.search, title: viewTitle }) }, [ids, viewTitle, state.peek])

  const open = (row: PartyRow) => { goTo('/parties/$id', { id: row.id }) }
  const at = state.peek ? ids.indexOf(state.peek) : -1
  const peek = !isPhone && state.peek && (
    <PartyPeek
      id={state.peek}
      row={rows[at]}
      place={at >= 0 ? { at, count } : undefined}
      onMove={(by) => { const next = ids[at + by]; if (next) state.setPeek(next) }}
      onClose={() => { state.setPeek(null) }}
    />
  )
  const bulk = picked.length > 0
    ? <BulkBar rows={picked} loaded={rows.length} columns={known} count={count} whole={{ filter: state.query.filter, q: state.query.q }} onSelectLoaded={() => { setSelected(new Set(ids)) }} onClear={clear} />
    : isPicking && <PickHint onClear={clear} />
  return (
    <ListPage
      bars={<><ViewBar state={state} /><FilterBar key={state.viewId} state={state} /></>}
      bulk={bulk}
      totals={!(isPhone && bulk) && <ListTotals count={count} loaded={rows.length} state={state} onPick={pick} />}
      peek={peek}
    >
      {state.group && !isPhone ? <GroupedList state={state} group={state.group} columns={columns} codes={known} /> : <DataTable
        label={viewTitle}
        columns={columns}
        rows={rows}
        rowId={(row) => row.id}
        rowHref={(row) => `/parties/${row.id}`}
        sort={state.query.sort?.[0] ?? null}
        onSort={state.setSort}
        selected={selected}
        onSelect={setSelected}
        isSelecting={isPicking}
        currentId={state.peek ?? null}
        onCurrent={state.setPeek}
        onOpen={open}
        {...pagesOf(list)}
        isRefreshing={list.isFetching && list.isPlaceholderData}
        error={error}
        empty={<ListEmpty state={state} />}
        layoutKey="parties"
      />}
      {conflict && <CellConflictDialog {...conflict} onSave={editing.write} onClose={() => { setConflict(null) }} />}
    </ListPage>
  )
}
