import type { InfiniteData, UseInfiniteQueryResult, UseQueryResult } from '@tanstack/react-query'

/** What a table tells of the query behind it: that it is under way, that it failed, and how to ask again. */
export function stateOf(query: Pick<UseQueryResult, 'isPending' | 'error' | 'refetch'>) {
  return { isLoading: query.isPending, error: query.error, onRetry: () => void query.refetch() }
}

/** The same of a list that comes page by page; a page that failed is told below those that came. */
export function pagesOf(list: UseInfiniteQueryResult<InfiniteData<unknown>>) {
  return {
    ...stateOf(list),
    hasMore: list.hasNextPage,
    isLoadingMore: list.isFetchingNextPage,
    onLoadMore: () => void list.fetchNextPage(),
  }
}
