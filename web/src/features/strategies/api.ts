import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { request } from '@/api/request'
import type { LocalizedText } from '@/i18n/texts'
import type { SearchHit } from '@/lib/commands/search-provider'
import { goTo } from '@/lib/router-link'
import type { Check, Draft, MemberPage, StepKind, Strategy, StrategyRow, Why } from './types'

export const strategiesQuery = queryOptions({
  queryKey: ['strategies', 'list'],
  queryFn: () => request<StrategyRow[]>('GET', '/strategies'),
})

export function strategyQuery(id: string) {
  return queryOptions({ queryKey: ['strategies', id], queryFn: () => request<Strategy>('GET', `/strategies/${id}`) })
}

export const stepsQuery = queryOptions({
  queryKey: ['strategy-steps'],
  queryFn: () => request<StepKind[]>('GET', '/strategies/steps'),
  staleTime: Infinity,
})

/** Tells what is missing in the saved draft of this revision. */
export function checkQuery(id: string, revision: number) {
  return queryOptions({
    queryKey: ['strategy-check', id, revision],
    queryFn: () => request<Check>('POST', `/strategies/${id}/check`, { body: {} }),
  })
}

/** Without `place` all members; the latest entered first. */
export function membersQuery(id: string, place: string | undefined, limit = 50) {
  return infiniteQueryOptions({
    queryKey: ['strategies', id, 'members', place ?? 'all', limit],
    queryFn: ({ pageParam, signal }) => request<MemberPage>('GET', `/strategies/${id}/members`, { query: { stage: place, cursor: pageParam, limit }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  })
}

export function whyQuery(id: string, partyId: string) {
  return queryOptions({
    queryKey: ['strategies', id, 'why', partyId],
    queryFn: () => request<Why>('GET', `/strategies/${id}/members/${partyId}/why`),
    // While a version is being activated nothing else tells when this customer has got his place.
    refetchInterval: ({ state }) => (state.data?.is_placing ? 1000 : false),
  })
}

export interface DraftBody {
  name?: LocalizedText
  draft?: Draft
  revision?: number
}

/** Only what is edited: the server's draft has places for its written-out copy too. */
export function plainDraft({ segment_id, stages }: Draft): Draft {
  return { segment_id, stages: stages.map(({ uid, name, entry, steps }) => ({ uid, name, entry, steps })) }
}

export function createStrategy(name: LocalizedText, draft: Draft): Promise<Strategy> {
  return request<Strategy>('POST', '/strategies', { body: { name, draft } })
}

export function changeStrategy(id: string, body: DraftBody): Promise<Strategy> {
  return request<Strategy>('PATCH', `/strategies/${id}`, { body })
}

export type Turn = 'activate' | 'pause' | 'resume' | 'end'

export function turnStrategy(id: string, turn: Turn): Promise<Strategy> {
  return request<Strategy>('POST', `/strategies/${id}/${turn}`, { body: {} })
}

/** Always refused with the rule that decides; asked so that the refusal is the server's own and is kept. */
export function moveMember(id: string, partyId: string, stageUid: string | null): Promise<void> {
  return request('POST', `/strategies/${id}/members/${partyId}/move`, { body: { stage_uid: stageUid } })
}

export async function searchStrategies(query: string, signal: AbortSignal): Promise<SearchHit[]> {
  const all = await request<StrategyRow[]>('GET', '/strategies', { signal })
  const words = query.toLocaleLowerCase().split(/\s+/)
  return all
    .filter((row) => words.every((word) => [row.name, ...row.stages.map((stage) => stage.name)].join(' ').toLocaleLowerCase().includes(word)))
    .slice(0, 5)
    .map((row) => ({ id: row.id, title: row.name, subtitle: row.stages.map((stage) => stage.name).join(' → '), icon: 'strategy', run: () => { goTo('/strategies/$id', { id: row.id }) } }))
}
