import { keepPreviousData, useQuery, type QueryObserverResult } from '@tanstack/react-query'
import { useDebounced } from '@/lib/hooks/use-debounced'
import { isGroupJson, type ExpressionJson } from '@/lib/expression/expression'
import { request } from './request'
import type { components } from './schema'

export type PreviewRow = components['schemas']['PreviewOut']['sample'][number]

/** `count` is null while something is wrong; `node_counts` go depth first, the root left out. */
export type ExpressionPreview = components['schemas']['PreviewOut']

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
