import { queryOptions } from '@tanstack/react-query'
import { request } from '@/api/request'
import type { components } from '@/api/schema'
import type { LocalizedText } from '@/i18n/texts'

type Schemas = components['schemas']
export type Role = Omit<Schemas['RoleOut'], 'names'> & { names: LocalizedText }
export type Roles = Omit<Schemas['RolesOut'], 'roles'> & { roles: Role[] }
export type PermissionGroup = Schemas['PermissionGroupOut']
export type RestrictableField = Schemas['RestrictableFieldOut']
export type Scope = Role['scope']
export type FieldRight = 'NONE' | 'READ' | 'EDIT'

export interface RoleDraft {
  name: LocalizedText
  permissions: string[]
  scope: Scope
  fields: Record<string, FieldRight>
  requires_second_factor: boolean
}

export const rolesQuery = queryOptions({ queryKey: ['roles', 'overview'], queryFn: () => request<Roles>('GET', '/roles/overview') })

export function createRole(body: RoleDraft): Promise<Role> {
  return request('POST', '/roles', { body })
}

export function changeRole(id: string, body: Partial<RoleDraft>): Promise<Role> {
  return request('PATCH', `/roles/${id}`, { body })
}

export async function removeRole(id: string): Promise<void> {
  await request('DELETE', `/roles/${id}`)
}
