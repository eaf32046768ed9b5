import { queryOptions, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { ExpressionCatalogue } from '@/lib/expression/expression'
import { useFields, useTags } from './fields'
import { usePeople } from './people'
import { useCan } from './permissions'
import { request } from './request'

interface SegmentName {
  id: string
  name: string
  /** Being in it would tell of a field that is hidden from the reader. */
  is_closed: boolean
}

const none: SegmentName[] = []

const segmentNamesQuery = queryOptions({ queryKey: ['segments', 'list'], queryFn: () => request<SegmentName[]>('GET', '/segments'), staleTime: 60_000 })

/** What conditions may speak about; `withoutSegment` is the one being defined. */
export function useExpressionCatalogue(withoutSegment?: string): ExpressionCatalogue & { isReady: boolean; error: unknown } {
  const can = useCan()
  const fields = useFields()
  const tags = useTags()
  const people = usePeople()
  const { data: segments = none } = useQuery({ ...segmentNamesQuery, enabled: can('segments.view') })
  return useMemo(() => ({
    fields: fields.all,
    tags: tags.map((tag) => ({ value: tag.id, label: tag.name })),
    users: people.active.map((person) => ({ value: person.id, label: person.name })),
    segments: segments.filter((segment) => segment.id !== withoutSegment && !segment.is_closed).map((segment) => ({ value: segment.id, label: segment.name })),
    isReady: fields.isReady,
    error: fields.error,
  }), [fields, tags, people, segments, withoutSegment])
}
