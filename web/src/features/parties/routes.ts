import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shellRoute } from '@/lib/routes'
import { isExpression, type Expression } from './expression/expression'

export interface ListSearch {
  /** `all`, `mine`, `team` or the id of a saved view. */
  view?: string
  q?: string
  /** What differs from the view. */
  filter?: Expression | null
  sort?: string
  columns?: string[]
  /** `none` switches the view's off. */
  group?: string
  /** `field:fn`. */
  totals?: string[]
  peek?: string
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function readSearch(search: Record<string, unknown>): ListSearch {
  const { filter, columns, totals } = search
  return {
    view: text(search.view),
    q: typeof search.q === 'number' ? String(search.q) : text(search.q),
    filter: filter === null || isExpression(filter) ? filter : undefined,
    sort: text(search.sort),
    columns: Array.isArray(columns) ? columns.filter((code) => typeof code === 'string') : undefined,
    group: text(search.group),
    totals: Array.isArray(totals) ? totals.filter((one) => typeof one === 'string') : undefined,
    peek: text(search.peek),
  }
}

export const partiesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/parties',
  validateSearch: readSearch,
  component: lazyRouteComponent(() => import('./pages/parties-page'), 'PartiesPage'),
})

export const recycleBinRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/recycle-bin',
  component: lazyRouteComponent(() => import('./pages/recycle-bin-page'), 'RecycleBinPage'),
})

export type PartyTab = 'feed' | 'history'

const tabs: PartyTab[] = ['feed', 'history']

export const partyRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/parties/$id',
  staticData: { rail: true },
  validateSearch: (search): { tab?: PartyTab; write?: 'note' | 'task' } => ({
    tab: tabs.find((tab) => tab === search.tab),
    write: search.write === 'note' || search.write === 'task' ? search.write : undefined,
  }),
  component: lazyRouteComponent(() => import('./pages/party-page'), 'PartyPage'),
})
