import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shellRoute } from '@/lib/routes'

export const changesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/changes',
  validateSearch: (search): { of?: 'all'; from?: string } => ({
    of: search.of === 'all' ? 'all' : undefined,
    from: typeof search.from === 'string' ? search.from : undefined,
  }),
  component: lazyRouteComponent(() => import('./pages/changes-page'), 'ChangesPage'),
})
