import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { request } from '@/api/request'

export type TaskList = 'open' | 'overdue' | 'today' | 'upcoming' | 'done'

export interface Task {
  id: string
  party_id: string
  /** null when the task is visible, but not its customer. */
  party_name: string | null
  party_number: number | null
  title: string
  text: string
  due_at: string
  is_overdue: boolean
  assignee_id: string
  assignee_name: string
  status: 'OPEN' | 'DONE' | 'CANCELLED'
  result: string
  creator: 'USER' | 'STRATEGY'
  created_by_name: string
  strategy_name: string
  stage_name: string
  created_at: string
  closed_at: string | null
  closed_by_name: string
}

export interface TaskPage {
  items: Task[]
  next_cursor: string | null
}

export interface TaskCounts {
  overdue: number
  today: number
  upcoming: number
  pool: number
  unread_notifications: number
}

export interface Notice {
  id: string
  kind: string
  text: string
  party_id: string | null
  task_id: string | null
  created_at: string
  read_at: string | null
}

export interface TaskBody {
  party_id: string
  title: string
  text: string
  due_at: string
  assignee_id?: string
}

export function tasksQuery(list: TaskList, assignee: 'me' | 'pool') {
  return infiniteQueryOptions({
    queryKey: ['tasks', 'list', list, assignee],
    queryFn: ({ pageParam, signal }) => request<TaskPage>('GET', '/tasks', { query: { list, assignee, cursor: pageParam, limit: 50 }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  })
}

export function taskQuery(id: string) {
  return queryOptions({ queryKey: ['tasks', id], queryFn: () => request<Task>('GET', `/tasks/${id}`) })
}

export const countsQuery = queryOptions({ queryKey: ['tasks', 'counts'], queryFn: () => request<TaskCounts>('GET', '/tasks/counts') })

export const noticesQuery = infiniteQueryOptions({
  queryKey: ['notifications'],
  queryFn: ({ pageParam, signal }) => request<{ items: Notice[]; next_cursor: string | null }>('GET', '/notifications', { query: { cursor: pageParam, limit: 30 }, signal }),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next_cursor,
})

export function createTask(body: TaskBody): Promise<Task> {
  return request<Task>('POST', '/tasks', { body })
}

export function changeTask(id: string, body: { due_at?: string; assignee_id?: string }): Promise<Task> {
  return request<Task>('PATCH', `/tasks/${id}`, { body })
}

export function closeTask(id: string, how: 'complete' | 'cancel', result: string): Promise<Task> {
  return request<Task>('POST', `/tasks/${id}/${how}`, { body: { result } })
}

export function reopenTask(id: string): Promise<Task> {
  return request<Task>('POST', `/tasks/${id}/reopen`, { body: {} })
}

export function markRead(ids?: string[]): Promise<{ count: number }> {
  return request('POST', '/notifications/read', { body: ids ? { ids } : {} })
}
