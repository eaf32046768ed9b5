import { useMemo } from 'react'
import type { ExpressionCatalogue } from '@/lib/expression/expression'
import { useFields, useTags } from './fields'
import { usePeople } from './people'
import { useSegmentNames } from './segment-names'

/** What conditions may speak about; `withoutSegment` is the one being defined. */
export function useExpressionCatalogue(withoutSegment?: string): ExpressionCatalogue & { isReady: boolean; error: unknown } {
  const fields = useFields()
  const tags = useTags()
  const people = usePeople()
  const segments = useSegmentNames()
  return useMemo(() => ({
    fields: fields.all,
    tags: tags.map((tag) => ({ value: tag.id, label: tag.name })),
    users: people.options,
    segments: segments.filter((segment) => segment.id !== withoutSegment && !segment.is_closed).map((segment) => ({ value: segment.id, label: segment.name })),
    isReady: fields.isReady,
    error: fields.error,
  }), [fields, tags, people, segments, withoutSegment])
}
