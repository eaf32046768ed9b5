import { queryOptions } from '@tanstack/react-query'
import { request } from '@/api/request'
import type { components } from '@/api/schema'

type Schemas = components['schemas']
export type Person = Schemas['AdministeredPersonOut']
export type PersonDetail = Schemas['PersonDetailOut']
export type PersonDraft = Schemas['PersonIn']
export type Invited = Schemas['InvitedOut']
export type RoleName = Schemas['RoleNameOut']

export const personsQuery = queryOptions({ queryKey: ['people'], queryFn: () => request<Person[]>('GET', '/people') })
export const roleNamesQuery = queryOptions({ queryKey: ['roles', 'names'], queryFn: () => request<RoleName[]>('GET', '/roles') })

export function personQuery(id: string) {
  return queryOptions({ queryKey: ['people', id], queryFn: () => request<PersonDetail>('GET', `/people/${id}`) })
}

export function invitePerson(body: PersonDraft): Promise<Invited> {
  return request('POST', '/people', { body })
}

export function changePerson(id: string, body: Partial<PersonDraft>): Promise<Person> {
  return request('PATCH', `/people/${id}`, { body })
}

export function disablePerson(id: string): Promise<PersonDetail> {
  return request('POST', `/people/${id}/disable`, { body: {} })
}

export function resetPerson(id: string): Promise<Invited> {
  return request('POST', `/people/${id}/reset`, { body: {} })
}

export function resetFactors(id: string): Promise<Invited> {
  return request('POST', `/people/${id}/factor-reset`, { body: {} })
}

export function enablePerson(id: string): Promise<Person> {
  return request('POST', `/people/${id}/enable`, { body: {} })
}
