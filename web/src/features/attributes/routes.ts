import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shellRoute } from '@/lib/routes'

export const attributesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/attributes',
  component: lazyRouteComponent(() => import('./pages/attributes-page'), 'AttributesPage'),
})

export const tagsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/tags',
  component: lazyRouteComponent(() => import('./pages/tags-page'), 'TagsPage'),
})
