import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shellRoute } from '@/lib/routes'

export interface PeopleSearch {
  q?: string
  team?: string
  role?: string
}

export const peopleRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/people',
  validateSearch: (search): PeopleSearch => ({
    q: typeof search.q === 'string' ? search.q : undefined,
    team: typeof search.team === 'string' ? search.team : undefined,
    role: typeof search.role === 'string' ? search.role : undefined,
  }),
  component: lazyRouteComponent(() => import('./pages/people-page'), 'PeoplePage'),
})

export const teamsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/teams',
  component: lazyRouteComponent(() => import('./pages/teams-page'), 'TeamsPage'),
})

export const keysRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/keys',
  component: lazyRouteComponent(() => import('./pages/keys-page'), 'KeysPage'),
})

export const rolesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/roles',
  component: lazyRouteComponent(() => import('./pages/roles-page'), 'RolesPage'),
})
