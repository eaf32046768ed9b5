import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shellRoute } from '@/lib/routes'

export const segmentsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/segments',
  validateSearch: (search): { q?: string } => ({ q: typeof search.q === 'string' && search.q ? search.q : undefined }),
  component: lazyRouteComponent(() => import('./pages/segments-page'), 'SegmentsPage'),
})

/** `new` stands for a segment that is not saved yet; `from` is the one it copies. */
export const segmentRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/segments/$id',
  staticData: { rail: true },
  validateSearch: (search): { from?: string } => ({ from: typeof search.from === 'string' ? search.from : undefined }),
  component: lazyRouteComponent(() => import('./pages/segment-page'), 'SegmentPage'),
})
