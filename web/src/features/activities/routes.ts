import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shellRoute } from '@/lib/routes'
import type { TaskList } from './api'

export interface TasksSearch {
  list?: TaskList | 'pool'
  /** The task shown beside the list. */
  task?: string
  create?: boolean
}

const lists = ['open', 'overdue', 'today', 'upcoming', 'done', 'pool'] as const

export const tasksRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/tasks',
  validateSearch: (search): TasksSearch => ({
    list: lists.find((one) => one === search.list),
    task: typeof search.task === 'string' ? search.task : undefined,
    create: search.create === true || undefined,
  }),
  component: lazyRouteComponent(() => import('./pages/tasks-page'), 'TasksPage'),
})
