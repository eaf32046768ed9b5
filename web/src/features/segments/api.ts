import { queryOptions } from '@tanstack/react-query'
import { request } from '@/api/request'
import type { components } from '@/api/schema'
import type { LocalizedText } from '@/i18n/texts'
import type { SearchHit } from '@/lib/commands/search-provider'
import type { ExpressionJson } from '@/lib/expression/expression'
import { goTo } from '@/lib/router-link'

type SegmentOut = components['schemas']['SegmentOut']

/** `count` only when a single segment is asked for. */
export type Segment = Omit<SegmentOut, 'names' | 'expression'> & { names: LocalizedText; expression: ExpressionJson }

export const segmentsQuery = queryOptions({
  queryKey: ['segments', 'list'],
  queryFn: () => request<Segment[]>('GET', '/segments'),
  staleTime: 60_000,
})

export function segmentQuery(id: string) {
  return queryOptions({ queryKey: ['segments', id], queryFn: () => request<Segment>('GET', `/segments/${id}`) })
}

export interface SegmentBody {
  name: LocalizedText
  expression: ExpressionJson
  is_public: boolean
}

export function createSegment(body: SegmentBody): Promise<Segment> {
  return request<Segment>('POST', '/segments', { body })
}

export function changeSegment(id: string, body: Partial<SegmentBody> & { version?: number }): Promise<Segment> {
  return request<Segment>('PATCH', `/segments/${id}`, { body })
}

export function deleteSegment(id: string): Promise<void> {
  return request('DELETE', `/segments/${id}`)
}

export async function searchSegments(query: string, signal: AbortSignal): Promise<SearchHit[]> {
  const all = await request<Segment[]>('GET', '/segments', { signal })
  const words = query.toLocaleLowerCase().split(/\s+/)
  return all
    .filter((segment) => words.every((word) => segment.name.toLocaleLowerCase().includes(word)))
    .slice(0, 5)
    .map((segment) => ({ id: segment.id, title: segment.name, subtitle: segment.sentence.length > 64 ? `${segment.sentence.slice(0, 63)}…` : segment.sentence, icon: 'segment', run: () => { goTo('/segments/$id', { id: segment.id }) } }))
}
