import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shellRoute } from '@/lib/routes'

export const strategiesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/strategies',
  validateSearch: (search): { create?: boolean } => ({ create: search.create === true || undefined }),
  component: lazyRouteComponent(() => import('./pages/strategies-page'), 'StrategiesPage'),
})

type StrategyTab = 'stages' | 'members'

export interface StrategySearch {
  tab?: StrategyTab
  /** Uid of a stage, the nil uid for the lobby. */
  place?: string
  /** The customer whose placement is explained beside the list. */
  member?: string
  /** The stage that is being edited. */
  edit?: string
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

export const strategyRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/strategies/$id',
  staticData: { rail: true },
  validateSearch: (search): StrategySearch => ({
    tab: search.tab === 'members' ? 'members' : undefined,
    place: text(search.place),
    member: text(search.member),
    edit: text(search.edit),
  }),
  component: lazyRouteComponent(() => import('./pages/strategy-page'), 'StrategyPage'),
})
