import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shellRoute } from '@/lib/routes'

export const importsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/imports',
  component: lazyRouteComponent(() => import('./pages/imports-page'), 'ImportsPage'),
})

export const newImportRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/imports/new',
  component: lazyRouteComponent(() => import('./pages/new-import-page'), 'NewImportPage'),
})

export const importRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/imports/$id',
  staticData: { rail: true },
  component: lazyRouteComponent(() => import('./pages/import-page'), 'ImportPage'),
})
