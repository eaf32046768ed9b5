import { request } from '@/api/request'
import type { ListQuery, SavedView } from './types'

export function createView(name: string, query: ListQuery): Promise<SavedView> {
  return request('POST', '/views', { body: { name, query } })
}

export function changeView(id: string, change: { name?: string; query?: ListQuery }): Promise<SavedView> {
  return request('PATCH', `/views/${id}`, { body: change })
}

export function deleteView(id: string): Promise<void> {
  return request('DELETE', `/views/${id}`)
}
