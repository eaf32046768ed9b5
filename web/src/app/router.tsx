import type { QueryClient } from '@tanstack/react-query'
import { createRoute, createRouter, lazyRouteComponent, redirect, type AnyRoute } from '@tanstack/react-router'
import { sessionQuery } from '@/api/session'
import { setRouter } from '@/lib/router-link'
import { rootRoute, shellRoute, type RouterContext } from '@/lib/routes'
import { bringInside, expectWhoComesBack, noteEntered, shell } from './inside'
import { NotFoundPage } from './not-found-page'
import { PageError } from './page-error'

// Only these of every feature are known before the log-in; feature.tsx comes with the shell.
const routesOfFeatures = import.meta.glob<Record<string, AnyRoute>>('../features/*/routes.ts', { eager: true })

const loginRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/login',
  validateSearch: (search): { next?: string } => ({ next: typeof search.next === 'string' ? search.next : undefined }),
  component: lazyRouteComponent(() => import('./login-page'), 'LoginPage'),
})

const linkRoutes = ['/welcome', '/reset', '/factors'].map((path) => createRoute({
  getParentRoute: () => rootRoute,
  path,
  component: lazyRouteComponent(() => import('./link-page'), 'LinkPage'),
}))

const finishRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/login/finish',
  component: lazyRouteComponent(() => import('./finish-page'), 'FinishPage'),
})

const homeRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./home-page'), 'HomePage'),
})

const unknownRoute = createRoute({ getParentRoute: () => shellRoute, path: '$', component: NotFoundPage })

function developmentRoutes(): AnyRoute[] {
  if (!import.meta.env.DEV) return []
  return [createRoute({
    getParentRoute: () => shellRoute,
    path: '/kit',
    component: lazyRouteComponent(() => import('./kit/kit-page'), 'KitPage'),
  })]
}

async function requireSession({ context, location }: { context: RouterContext; location: { href: string; pathname: string } }): Promise<void> {
  expectWhoComesBack()
  const session = await context.queryClient.ensureQueryData(sessionQuery)
  if (!session) throw redirect({ to: '/login', search: { next: location.href } })
  await bringInside(session.user.language)
  noteEntered()
  // Nothing else opens before the second factor that the person's role asks for.
  if (session.must_add_factor && location.pathname !== '/account') throw redirect({ href: '/account' })
}

// The shell is drawn here, on the top floor; features know only its route.
Object.assign(shellRoute.options, { component: shell, beforeLoad: requireSession })

function routeTree(): AnyRoute {
  const taken = Object.values(routesOfFeatures).flatMap((file) => Object.values(file))
  const home = taken.some((route) => (route.options as { path?: string }).path === '/') ? [] : [homeRoute]
  return rootRoute.addChildren([loginRoute, finishRoute, ...linkRoutes, shellRoute.addChildren([...home, ...developmentRoutes(), ...taken, unknownRoute])])
}

export function makeRouter(queryClient: QueryClient) {
  const router = createRouter({
    routeTree: routeTree(),
    context: { queryClient },
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
    defaultNotFoundComponent: NotFoundPage,
    defaultErrorComponent: PageError,
  })
  setRouter(router)
  return router
}
