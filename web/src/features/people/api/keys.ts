import { queryOptions } from '@tanstack/react-query'
import { request } from '@/api/request'
import type { components } from '@/api/schema'

type Schemas = components['schemas']
export type ApiKey = Schemas['KeyOut']
export type KeyMade = Schemas['KeyMadeOut']

export interface KeyDraft {
  name: string
  scopes: string[]
  networks: string[]
  expires_at: string | null
}

export function keysQuery(ofEverybody: boolean) {
  return queryOptions({ queryKey: ['keys', ofEverybody ? 'all' : 'own'], queryFn: () => request<ApiKey[]>('GET', ofEverybody ? '/keys/all' : '/keys') })
}

export function makeKey(body: KeyDraft): Promise<KeyMade> {
  return request('POST', '/keys', { body })
}

export function revokeKey(id: string): Promise<ApiKey> {
  return request('POST', `/keys/${id}/revoke`, { body: {} })
}

/** The permissions that one has, by domain. */
export const scopesQuery = queryOptions({ queryKey: ['keys', 'scopes'], queryFn: () => request<Schemas['PermissionGroupOut'][]>('GET', '/keys/scopes') })
