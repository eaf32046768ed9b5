import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { fieldsQuery } from '@/api/fields'
import { usePeople } from '@/api/people'
import { useSession } from '@/api/session'
import { usePref } from '@/lib/prefs'
import type { Sort } from '@/ui/data-table-types'
import { viewsQuery } from '../api/queries'
import type { ListQuery, SavedView, Total, ViewQuery } from '../api/types'
import { sameExpression, type Expression } from '../expression/expression'
import { partiesRoute, type ListSearch } from '../routes'

const defaultColumns = ['party.status', 'party.owner', 'party.phone', 'party.tags', 'party.created_at']

export interface ListState {
  viewId: string
  views: SavedView[]
  saved: SavedView | undefined
  /** What is asked of the server. */
  query: ListQuery
  columns: string[]
  group: string | undefined
  totals: Total[]
  /** Differs from the view as it is kept. */
  isChanged: boolean
  q: string
  peek: string | undefined
  openView: (id: string) => void
  setFilter: (filter: Expression | undefined) => void
  setSort: (sort: Sort | null) => void
  setColumns: (columns: string[]) => void
  setGroup: (group: string | undefined) => void
  setTotals: (totals: Total[]) => void
  setText: (q: string) => void
  setPeek: (id: string | null) => void
  reset: () => void
}

function readSort(text: string | undefined): Sort[] | undefined {
  if (text === undefined) return undefined
  return text === 'none' ? [] : [{ field: text.replace(/^-/, ''), desc: text.startsWith('-') }]
}

function writeSort(sort: Sort | null): string {
  return sort ? `${sort.desc ? '-' : ''}${sort.field}` : 'none'
}

/** Filters of the views that everybody has. */
function useBuiltInQuery(viewId: string): ListQuery {
  const me = useSession()?.user.id
  const people = usePeople()
  return useMemo(() => {
    if (!me || (viewId !== 'mine' && viewId !== 'team')) return {}
    const team = people.all.find((person) => person.id === me)?.team_id
    const ids = viewId === 'mine' || !team ? [me] : people.all.filter((person) => person.team_id === team).map((person) => person.id)
    return { filter: { op: 'and', of: [{ op: 'in', field: 'party.owner', value: ids }] } }
  }, [me, viewId, people])
}

/** The address says which view is open and what differs from it. */
export function useListState(): ListState {
  const search = partiesRoute.useSearch()
  const navigate = partiesRoute.useNavigate()
  const views = useQuery(viewsQuery).data
  const viewId = search.view ?? views?.find((view) => view.is_default)?.id ?? 'all'
  const saved = views?.find((view) => view.id === viewId)
  const builtIn = useBuiltInQuery(viewId)
  const [keptColumns, keepColumns] = usePref('parties.columns', defaultColumns)
  const base: ViewQuery = saved?.query ?? builtIn

  const filter = search.filter === undefined ? base.filter : (search.filter ?? undefined)
  const sort = readSort(search.sort) ?? base.sort
  const fields = useQuery(fieldsQuery).data
  // a role may have lost the right to a field that a view still names
  const wanted = search.columns ?? saved?.query.columns ?? keptColumns
  const columns = useMemo(() => (fields ? wanted.filter((code: string) => fields.some((field) => field.code === code)) : wanted), [fields, wanted])
  const q = search.q ?? base.q ?? ''
  const isChanged = search.filter !== undefined || search.sort !== undefined || search.columns !== undefined || search.group !== undefined || search.totals !== undefined
  const group = search.group === 'none' ? undefined : (search.group ?? base.group)
  const totals = search.totals?.map(readTotal) ?? base.totals ?? noTotals
  const query = useMemo((): ListQuery => ({ filter, q: q || undefined, sort: sort?.length ? sort : undefined, columns, ...(viewId === 'shared' ? { shared: true } : {}) }), [filter, q, sort, columns, viewId])
  const stable = useStable(query)

  function go(change: Partial<ListSearch>, replace = false): void {
    void navigate({ search: (now: ListSearch) => ({ ...now, ...change }), replace })
  }

  return {
    viewId,
    views: views ?? none,
    saved,
    query: stable,
    columns,
    group,
    totals,
    isChanged,
    q,
    peek: search.peek,
    openView: (id) => { void navigate({ search: { view: id === 'all' && !views?.some((view) => view.is_default) ? undefined : id } }) },
    setFilter: (next) => { go({ filter: sameExpression(next, base.filter) ? undefined : (next ?? null), peek: undefined }) },
    setSort: (next) => { go({ sort: sameExpression(next ? [next] : [], base.sort ?? []) ? undefined : writeSort(next) }) },
    setColumns: (next) => { if (saved) go({ columns: sameExpression(next, saved.query.columns) ? undefined : next }, true); else keepColumns(next) },
    setGroup: (next) => { go({ group: next === base.group ? undefined : (next ?? 'none'), peek: undefined }) },
    setTotals: (next) => { go({ totals: sameExpression(next, base.totals ?? []) ? undefined : next.map((one) => `${one.field}:${one.fn}`) }, true) },
    setText: (next) => { go({ q: next || undefined }, true) },
    setPeek: (id) => { go({ peek: id ?? undefined }, true) },
    reset: () => { go({ filter: undefined, sort: undefined, columns: undefined, q: undefined, group: undefined, totals: undefined, peek: undefined }) },
  }
}

const none: SavedView[] = []
const noTotals: Total[] = []

function readTotal(text: string): Total {
  const at = text.lastIndexOf(':')
  return { field: text.slice(0, at), fn: text.slice(at + 1) as Total['fn'] }
}

/** Keeps the identity while the content is the same. */
function useStable(query: ListQuery): ListQuery {
  const text = JSON.stringify(query)
  return useMemo(() => JSON.parse(text) as ListQuery, [text])
}
