import { queryOptions } from '@tanstack/react-query'
import { isProblem } from '@/api/problem'
import { request } from '@/api/request'
import type { components } from '@/api/schema'
import type { UndoBody } from '@/api/undo-conflicts'

type Schemas = components['schemas']

export type RevertPreview = Schemas['UndoPreviewOut']
export type RevertRun = Schemas['BulkRunOut']

/** An import is one change set under its own id; whoever takes change sets back takes it back. */
export function revertPreviewQuery(importId: string) {
  return queryOptions({
    queryKey: ['imports', importId, 'revert'],
    queryFn: ({ signal }) => request<RevertPreview>('POST', `/changes/${importId}/undo/preview`, { signal }),
    staleTime: 0,
    retry: (count, error) => !(isProblem(error) && error.status < 500) && count < 2,
  })
}

/** News come by the live stream; the clock is for the case that it is down. */
export const revertsQuery = queryOptions({
  queryKey: ['imports', 'reverts'],
  queryFn: ({ signal }) => request<RevertRun[]>('GET', '/bulk', { signal }),
  staleTime: 0,
  refetchInterval: ({ state }) => (state.data?.some((run) => run.status === 'RUNNING') ? 2000 : false),
})

export function revertImport(importId: string, body: UndoBody): Promise<RevertRun> {
  return request('POST', `/changes/${importId}/undo`, { body })
}

export function cancelRevert(runId: string): Promise<RevertRun> {
  return request('POST', `/bulk/${runId}/cancel`)
}
