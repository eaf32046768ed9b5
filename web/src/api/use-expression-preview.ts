import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query'
import { useDebounced } from '@/lib/hooks/use-debounced'
import type { ExpressionJson, ExpressionProblem } from '@/lib/expression/expression'
import { request } from './request'

export interface PreviewRow {
  id: string
  number: number
  display_name: string
  kind: string
  values: Record<string, unknown>
}

export interface ExpressionPreview {
  /** null while something is wrong with the expression. */
  count: number | null
  sample: PreviewRow[]
  sentence: string
  /** Depth first, the root left out. */
  node_counts: number[]
  errors: ExpressionProblem[]
}

export function previewOptions(expression: ExpressionJson, segmentId?: string) {
  return {
    queryKey: ['segments', 'preview', expression, segmentId ?? null],
    queryFn: ({ signal }: { signal: AbortSignal }) =>
      request<ExpressionPreview>('POST', '/segments/preview', { body: { expression, segment_id: segmentId ?? null }, signal }),
  }
}

/** Count, sample and sentence of what is being edited: 250 ms after the last edit, older answers are dropped. */
export function useExpressionPreview(expression: ExpressionJson, segmentId?: string): UseQueryResult<ExpressionPreview> & { isSettling: boolean } {
  const settled = useDebounced(expression, 250)
  const query = useQuery({ ...previewOptions(settled, segmentId), placeholderData: keepPreviousData, staleTime: 5000 })
  return { ...query, isSettling: settled !== expression || query.isFetching }
}
