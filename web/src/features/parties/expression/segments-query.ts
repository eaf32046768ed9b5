import { queryOptions } from '@tanstack/react-query'
import { request } from '@/api/request'

export interface SegmentName {
  id: string
  name: string
  /** Being in it would tell of a field that is hidden from the reader. */
  is_closed: boolean
}

/** Names for the filter; empty for those who may not see segments. */
export const segmentsQuery = queryOptions({
  queryKey: ['segments', 'names'],
  queryFn: async () => {
    const answer = await request<SegmentName[] | { items: SegmentName[] }>('GET', '/segments')
    return Array.isArray(answer) ? answer : answer.items
  },
  staleTime: 60_000,
  retry: false,
})
