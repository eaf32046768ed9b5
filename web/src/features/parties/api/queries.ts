import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { request } from '@/api/request'
import { countParties, getCard, getFeed, getHistory, searchParties } from './parties'
import type { ListQuery, SavedView } from './types'

const pageSize = 100

/** `['parties', 'list']` is refetched by the list itself, not at every change: see use-list-refresh. */
export const listKey = ['parties', 'list'] as const

export function listQuery(query: ListQuery) {
  return infiniteQueryOptions({
    queryKey: [...listKey, 'rows', query],
    queryFn: ({ pageParam, signal }) => searchParties({ ...query, cursor: pageParam ?? undefined, limit: pageSize }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
    staleTime: 0,
    // Whoever comes back from a card finds the pages he had loaded.
    gcTime: 30 * 60_000,
  })
}

export function countQuery(query: ListQuery) {
  const { filter, q, shared } = query
  return queryOptions({
    queryKey: [...listKey, 'count', { filter, q, shared }],
    queryFn: ({ signal }) => countParties({ filter, q, shared }, signal),
    placeholderData: keepPreviousData,
    staleTime: 0,
  })
}

export const viewsQuery = queryOptions({
  queryKey: ['views', 'party'],
  queryFn: () => request<SavedView[]>('GET', '/views'),
  staleTime: 60_000,
})

export function cardQuery(id: string) {
  return queryOptions({
    queryKey: ['parties', id, 'card'],
    queryFn: ({ client, queryKey, signal }) => getCard(id, client.getQueryData(queryKey) !== undefined, signal),
    staleTime: 0,
  })
}

/** Older pages of the feed, after the one that comes with the card. */
export function feedQuery(id: string, from: string | null) {
  return infiniteQueryOptions({
    queryKey: ['parties', 'feed', id, from],
    queryFn: ({ pageParam, signal }) => getFeed(id, pageParam, signal),
    initialPageParam: from ?? '',
    getNextPageParam: (page) => page.next_before,
    enabled: false,
  })
}

export function historyQuery(id: string, field?: string) {
  return infiniteQueryOptions({
    queryKey: ['parties', id, 'history', field ?? null],
    queryFn: ({ pageParam, signal }) => getHistory(id, { field, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
    staleTime: 0,
  })
}
