import { queryOptions } from '@tanstack/react-query'
import { request } from '@/api/request'
import type { components } from '@/api/schema'
import type { LocalizedText } from '@/i18n/texts'

type Schemas = components['schemas']
export type Team = Omit<Schemas['TeamOut'], 'names'> & { names: LocalizedText }

export const teamsQuery = queryOptions({ queryKey: ['teams'], queryFn: () => request<Team[]>('GET', '/teams') })

export function createTeam(body: { name: LocalizedText; parent_id: string | null }): Promise<Team> {
  return request('POST', '/teams', { body })
}

export function renameTeam(id: string, name: LocalizedText): Promise<Team> {
  return request('PATCH', `/teams/${id}`, { body: { name } })
}

export function moveTeam(id: string, parent_id: string | null): Promise<Team> {
  return request('POST', `/teams/${id}/move`, { body: { parent_id } })
}

export async function removeTeam(id: string): Promise<void> {
  await request('DELETE', `/teams/${id}`)
}
