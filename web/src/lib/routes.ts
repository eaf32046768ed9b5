import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute } from '@tanstack/react-router'

export interface RouterContext {
  queryClient: QueryClient
}

export const rootRoute = createRootRouteWithContext<RouterContext>()()

/** Parent of every page behind the log-in: `createRoute({ getParentRoute: () => shellRoute, path: '/parties', … })`. */
export const shellRoute = createRoute({ getParentRoute: () => rootRoute, id: 'shell' })
