import { request } from '@/api/request'
import type { Card, ContactPoint, Duplicate, FeedPage, Group, HistoryPage, ListQuery, PartyCount, PartyCreated, PartyPage, Total, Totals, Values } from './types'

interface Search extends ListQuery {
  cursor?: string | null
  limit?: number
}

export function searchParties(body: Search, signal?: AbortSignal): Promise<PartyPage> {
  return request('POST', '/parties/search', { body, signal })
}

export function countParties({ filter, q, shared }: ListQuery, signal?: AbortSignal): Promise<PartyCount> {
  return request('POST', '/parties/count', { body: { filter, q, shared }, signal })
}

export function readTotals({ filter, q, shared }: ListQuery, totals: Total[], signal?: AbortSignal): Promise<Totals> {
  return request('POST', '/parties/totals', { body: { filter, q, shared, totals }, signal })
}

export function listGroups({ filter, q, shared }: ListQuery, group: string, signal?: AbortSignal): Promise<{ items: Group[]; is_whole: boolean }> {
  return request('POST', '/parties/groups', { body: { filter, q, shared, group }, signal })
}

/** `base` holds what the editor saw: of two editors neither's value is lost silently. */
export function changeParty(id: string, set: Values, base: Values): Promise<unknown> {
  return request('PATCH', `/parties/${id}`, { body: { set, base } })
}

export function addTag(id: string, tagId: string): Promise<unknown> {
  return request('PUT', `/parties/${id}/tags/${tagId}`)
}

export function removeTag(id: string, tagId: string): Promise<unknown> {
  return request('DELETE', `/parties/${id}/tags/${tagId}`)
}

/** An open page that reads the card anew says so: who looked at whom counts openings. */
export function getCard(id: string, isRefresh: boolean, signal?: AbortSignal): Promise<Card> {
  return request('GET', `/parties/${id}/card`, { headers: isRefresh ? { 'X-Kurator-Refresh': '1' } : undefined, signal })
}

export function getFeed(id: string, before: string, signal?: AbortSignal): Promise<FeedPage> {
  return request('GET', `/parties/${id}/feed`, { query: { before }, signal })
}

export function getHistory(id: string, query: { field?: string; cursor?: string | null }, signal?: AbortSignal): Promise<HistoryPage> {
  return request('GET', `/parties/${id}/history`, { query, signal })
}

/** Puts the old values of one change back; a newer change of the same field is a conflict. */
export function undoChange(id: string, changeId: string, field?: string): Promise<unknown> {
  return request('POST', `/parties/${id}/history/${changeId}/undo`, { body: { field } })
}

export interface NewParty {
  values: Values
  phones: string[]
  emails: string[]
}

export function createParty(body: NewParty): Promise<PartyCreated> {
  return request('POST', '/parties', { body })
}

export function findDuplicates(body: { phones: string[]; emails: string[] }, signal?: AbortSignal): Promise<Duplicate[]> {
  return request('POST', '/parties/duplicates', { body, signal })
}

type ContactDraft = Partial<Omit<ContactPoint, 'id' | 'norm'>>

export function addContact(id: string, body: ContactDraft): Promise<ContactPoint> {
  return request('POST', `/parties/${id}/contact-points`, { body })
}

export function changeContact(id: string, contactId: string, changes: ContactDraft, base: ContactDraft): Promise<ContactPoint> {
  return request('PATCH', `/parties/${id}/contact-points/${contactId}`, { body: { ...changes, base } })
}

export function removeContact(id: string, contactId: string): Promise<void> {
  return request('DELETE', `/parties/${id}/contact-points/${contactId}`)
}
