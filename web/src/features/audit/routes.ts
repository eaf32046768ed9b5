import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shellRoute } from '@/lib/routes'

export type LogTab = 'events' | 'reading' | 'seals'

export interface LogSearch {
  tab?: LogTab
  kind?: string[]
  actor?: string
  subject?: string
  since?: string
  until?: string
}

const isDay = (value: unknown): value is string => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)
const textOf = (value: unknown) => (typeof value === 'string' && value ? value : undefined)

export const logRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/security-log',
  validateSearch: (search): LogSearch => ({
    tab: search.tab === 'reading' || search.tab === 'seals' ? search.tab : undefined,
    kind: Array.isArray(search.kind) && search.kind.length > 0 ? search.kind.filter((one) => typeof one === 'string') : undefined,
    actor: textOf(search.actor),
    subject: textOf(search.subject),
    since: isDay(search.since) ? search.since : undefined,
    until: isDay(search.until) ? search.until : undefined,
  }),
  component: lazyRouteComponent(() => import('./pages/log-page'), 'LogPage'),
})

export const retentionRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/retention',
  component: lazyRouteComponent(() => import('./pages/retention-page'), 'RetentionPage'),
})

export const purposesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/consent-purposes',
  component: lazyRouteComponent(() => import('./pages/purposes-page'), 'PurposesPage'),
})
