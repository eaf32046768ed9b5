import { queryOptions, useQuery } from '@tanstack/react-query'
import { useCan } from './permissions'
import { request } from './request'
import type { components } from './schema'

/** Closed is one whose members would tell of a field that is hidden from the reader. */
export type SegmentName = Pick<components['schemas']['SegmentOut'], 'id' | 'name' | 'sentence' | 'is_closed'>

const segmentNamesQuery = queryOptions({
  queryKey: ['segments', 'list'],
  queryFn: () => request<SegmentName[]>('GET', '/segments'),
  staleTime: 60_000,
})

const none: SegmentName[] = []

/** Segments as other pages name and offer them; none for those who may not see segments. */
export function useSegmentNames(): SegmentName[] {
  const can = useCan()
  return useQuery({ ...segmentNamesQuery, enabled: can('segments.view') }).data ?? none
}
