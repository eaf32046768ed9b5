import { queryOptions } from '@tanstack/react-query'
import type { Run } from '@/api/bulk-runs'
import { request } from '@/api/request'
import type { components } from '@/api/schema'
import type { UndoBody } from '@/api/undo-conflicts'

type Schemas = components['schemas']

export type RevertPreview = Schemas['UndoPreviewOut']

/** An import is one change set under its own id; whoever takes change sets back takes it back. */
export function revertPreviewQuery(importId: string) {
  return queryOptions({
    queryKey: ['imports', importId, 'revert'],
    queryFn: ({ signal }) => request<RevertPreview>('POST', `/changes/${importId}/undo/preview`, { signal }),
    staleTime: 0,
  })
}

/** News come by the live stream; the clock is for the case that it is down. */
export const revertsQuery = queryOptions({
  queryKey: ['imports', 'reverts'],
  queryFn: ({ signal }) => request<Run[]>('GET', '/bulk', { signal }),
  staleTime: 0,
  refetchInterval: ({ state }) => (state.data?.some((run) => run.status === 'RUNNING') ? 2000 : false),
})

export function revertImport(importId: string, body: UndoBody): Promise<Run> {
  return request('POST', `/changes/${importId}/undo`, { body })
}
