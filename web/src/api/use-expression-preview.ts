import { keepPreviousData, queryOptions, useQuery, type QueryObserverResult } from '@tanstack/react-query'
import { useDebounced } from '@/lib/hooks/use-debounced'
import { isGroupJson, type ExpressionJson, type ExpressionProblem } from '@/lib/expression/expression'
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

/** No condition at all: there is nothing to ask about. */
function isEmpty(expression: ExpressionJson): boolean {
  return isGroupJson(expression) && expression.of.length === 0
}

/** How many customers the viewer sees in all. */
export const baseCountQuery = queryOptions({
  queryKey: ['parties', 'base-count'],
  queryFn: () => request<{ count: number; is_exact: boolean }>('POST', '/parties/count', { body: {} }),
  staleTime: 60_000,
})

export interface ExpressionPreviewState {
  data: ExpressionPreview | undefined
  error: Error | null
  refetch: () => Promise<QueryObserverResult<ExpressionPreview>>
  isSettling: boolean
}

/** Count, sample and sentence of what is being edited: 250 ms after the last edit, older answers are dropped. */
export function useExpressionPreview(expression: ExpressionJson, segmentId?: string): ExpressionPreviewState {
  const settled = useDebounced(expression, 250)
  const query = useQuery({ ...previewOptions(settled, segmentId), enabled: !isEmpty(settled), placeholderData: keepPreviousData, staleTime: 5000 })
  const { error, refetch } = query
  return { error, refetch, data: isEmpty(expression) ? undefined : query.data, isSettling: settled !== expression || query.isFetching }
}
