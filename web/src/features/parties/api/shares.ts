import { queryOptions } from '@tanstack/react-query'
import { request } from '@/api/request'
import type { components } from '@/api/schema'

type Schemas = components['schemas']
export type Share = Schemas['ShareOut']
export type ShareDraft = Schemas['ShareIn']

export function sharesQuery(partyId: string) {
  return queryOptions({ queryKey: ['parties', partyId, 'shares'], queryFn: () => request<Share[]>('GET', `/parties/${partyId}/shares`) })
}

export function shareParty(partyId: string, body: ShareDraft): Promise<Share> {
  return request('POST', `/parties/${partyId}/shares`, { body })
}

export async function revokeShare(partyId: string, id: string): Promise<void> {
  await request('DELETE', `/parties/${partyId}/shares/${id}`)
}

export const teamNamesQuery = queryOptions({ queryKey: ['teams'], queryFn: () => request<Schemas['TeamOut'][]>('GET', '/teams') })
