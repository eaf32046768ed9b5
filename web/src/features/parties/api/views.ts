import { request } from '@/api/request'
import type { Audience, SavedView, ViewQuery } from './types'

export function createView(name: string, query: ViewQuery): Promise<SavedView> {
  return request('POST', '/views', { body: { name, query } })
}

export function changeView(id: string, change: { name?: string; query?: ViewQuery }): Promise<SavedView> {
  return request('PATCH', `/views/${id}`, { body: change })
}

export function deleteView(id: string): Promise<void> {
  return request('DELETE', `/views/${id}`)
}

export function copyView(id: string): Promise<SavedView> {
  return request('POST', `/views/${id}/copy`)
}

/** Null takes the view back to its author. */
export function shareView(id: string, audience: SavedView['audience'], audienceId?: string): Promise<SavedView> {
  return request('PUT', `/views/${id}/audience`, { body: { audience, audience_id: audienceId } })
}

export function setDefaultRoles(id: string, roleIds: string[]): Promise<SavedView> {
  return request('PUT', `/views/${id}/default`, { body: { role_ids: roleIds } })
}

export function listAudiences(signal?: AbortSignal): Promise<Audience[]> {
  return request('GET', '/views/audiences', { signal })
}
