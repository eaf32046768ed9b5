import { queryOptions } from '@tanstack/react-query'
import { request } from '@/api/request'
import type { components } from '@/api/schema'
import { saveFrom } from '@/lib/save-file'

type Schemas = components['schemas']

export type Purpose = Schemas['PurposeOut']
export type ConsentCard = Schemas['ConsentCardOut']
export type PurposeState = Schemas['PurposeStateOut']
export type Statement = Schemas['ConsentStatementOut']
export type ConsentBody = Schemas['ConsentIn']
export type Channel = ConsentBody['channels'][number]

export const channels: Channel[] = ['PHONE', 'SMS', 'EMAIL', 'MESSENGER', 'POST']

export const purposesQuery = queryOptions({ queryKey: ['consents', 'purposes'], queryFn: () => request<Purpose[]>('GET', '/consents/purposes') })

export function consentsQuery(partyId: string) {
  return queryOptions({ queryKey: ['parties', partyId, 'consents'], queryFn: () => request<ConsentCard>('GET', `/consents/parties/${partyId}`) })
}

export function recordConsent(partyId: string, body: Omit<ConsentBody, 'at' | 'evidence'> & { at?: string; evidence?: string }): Promise<ConsentCard> {
  return request('POST', `/consents/parties/${partyId}`, { body })
}

export function undoStatement(partyId: string, statementId: string): Promise<ConsentCard> {
  return request('POST', `/consents/parties/${partyId}/statements/${statementId}/undo`)
}

export function savePurpose(id: string | null, body: object): Promise<Purpose> {
  return id ? request('PATCH', `/consents/purposes/${id}`, { body }) : request('POST', '/consents/purposes', { body })
}

/** Lets the browser save the copy of everything known about a customer, files too. */
export async function takeCopy(partyId: string): Promise<void> {
  const { url } = await request<Schemas['CopyLinkOut']>('POST', `/audit/parties/${partyId}/copy`)
  saveFrom(url)
}
