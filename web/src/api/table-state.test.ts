import { InfiniteQueryObserver, QueryClient } from '@tanstack/react-query'
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import { describe, expect, test } from 'vitest'
import { pagesOf } from './table-state'

describe('a list that comes page by page', () => {
  test('tells of a page that failed, so that it is not asked for again by itself', async () => {
    const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
    const observer = new InfiniteQueryObserver(client, {
      queryKey: ['list'],
      initialPageParam: 0,
      queryFn: ({ pageParam }) => (pageParam === 0 ? Promise.resolve(['row']) : Promise.reject(new Error('gone'))),
      getNextPageParam: () => 1,
    })
    const stop = observer.subscribe(() => undefined)
    await observer.refetch()
    const told = () => pagesOf(observer.getCurrentResult() as unknown as UseInfiniteQueryResult<InfiniteData<unknown>>)
    expect(told()).toMatchObject({ isLoading: false, hasMore: true, error: null })
    await observer.fetchNextPage()
    expect(observer.getCurrentResult().data?.pages).toEqual([['row']])
    expect(told()).toMatchObject({ isLoading: false, hasMore: true, error: new Error('gone') })
    stop()
  })
})
