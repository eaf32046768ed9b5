import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { request } from '@/api/request'
import type { components } from '@/api/schema'

type Schemas = components['schemas']

export type TaskList = 'open' | 'overdue' | 'today' | 'upcoming' | 'done'
export type Task = Schemas['TaskOut']
export type TaskPage = Schemas['TaskPage']
export type TaskCounts = Schemas['TaskCountsOut']
export type Notice = Schemas['NotificationOut']
export type TaskBody = Omit<Schemas['TaskIn'], 'text'> & { text: string }

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
  queryFn: ({ pageParam, signal }) => request<Schemas['NotificationPage']>('GET', '/notifications', { query: { cursor: pageParam, limit: 30 }, signal }),
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
