import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shellRoute } from '@/lib/routes'

const operationsTabs = ['overview', 'actions', 'events', 'jobs', 'requests', 'people', 'exports', 'backups'] as const
export type OperationsTab = (typeof operationsTabs)[number]

export interface OperationsSearch {
  tab?: OperationsTab
}

export const operationsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/operations',
  validateSearch: (search): OperationsSearch => ({ tab: operationsTabs.find((one) => one === search.tab) }),
  component: lazyRouteComponent(() => import('./pages/operations-page'), 'OperationsPage'),
})
