import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { request } from '@/api/request'
import type { components } from '@/api/schema'

type Schemas = components['schemas']

export type SecurityEvent = Schemas['SecurityEventOut']
export type Reading = Schemas['ReadingOut']
export type Retention = Schemas['RetentionOut']
export type Seals = Schemas['SealsOut']

export interface EventFilter {
  kind?: string[]
  actor_id?: string
  subject?: string
  since?: string
  until?: string
}

function words({ kind = [], ...rest }: EventFilter, cursor: string | null): string {
  const found = new URLSearchParams({ limit: '50' })
  for (const one of kind) found.append('kind', one)
  for (const [name, value] of Object.entries({ ...rest, cursor })) if (value) found.set(name, String(value))
  return found.toString()
}

export function eventsQuery(filter: EventFilter) {
  return infiniteQueryOptions({
    queryKey: ['audit', 'events', filter],
    queryFn: ({ pageParam, signal }) => request<Schemas['SecurityEventPage']>('GET', `/audit/events?${words(filter, pageParam)}`, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  })
}

export const kindsQuery = queryOptions({ queryKey: ['audit', 'kinds'], queryFn: () => request<Schemas['EventKindOut'][]>('GET', '/audit/kinds') })

export function readingQuery(day: string | null) {
  return queryOptions({ queryKey: ['audit', 'reading', day], queryFn: () => request<Schemas['ReadingDayOut']>('GET', '/audit/reading', { query: { day: day ?? undefined } }) })
}

export function viewsQuery(partyId: string) {
  return infiniteQueryOptions({
    queryKey: ['audit', 'views', partyId],
    queryFn: ({ pageParam, signal }) => request<Schemas['PartyViewPage']>('GET', `/audit/parties/${partyId}/views`, { query: { cursor: pageParam ?? undefined, limit: 20 }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  })
}

export const retentionQuery = queryOptions({ queryKey: ['audit', 'retention'], queryFn: () => request<Retention[]>('GET', '/audit/retention') })

export function setRetention(code: string, days: number | null): Promise<Retention[]> {
  return request('PUT', `/audit/retention/${code}`, { body: { days } })
}

export function previewRetention(code: string, days: number | null): Promise<Schemas['RetentionPreviewOut']> {
  return request('POST', `/audit/retention/${code}/preview`, { body: { days } })
}

export const sealsQuery = queryOptions({ queryKey: ['audit', 'seals'], queryFn: () => request<Seals[]>('GET', '/audit/seals') })
