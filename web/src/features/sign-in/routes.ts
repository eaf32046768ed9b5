import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shellRoute } from '@/lib/routes'

export const signOnRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/single-sign-on',
  component: lazyRouteComponent(() => import('./pages/sign-on-page'), 'SignOnPage'),
})
