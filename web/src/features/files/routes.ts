import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shellRoute } from '@/lib/routes'

export interface FilesSearch {
  q?: string
  group?: string
  tag?: string
  mine?: boolean
  bin?: boolean
  /** Only those of one customer. */
  party?: string
}

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)

export const filesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/files',
  validateSearch: (search): FilesSearch => ({
    q: text(search.q), group: text(search.group), tag: text(search.tag), party: text(search.party),
    mine: search.mine === true || undefined, bin: search.bin === true || undefined,
  }),
  component: lazyRouteComponent(() => import('./pages/files-page'), 'FilesPage'),
})
