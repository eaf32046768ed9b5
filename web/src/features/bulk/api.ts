import { infiniteQueryOptions } from '@tanstack/react-query'
import type { Run } from '@/api/bulk-runs'
import { request } from '@/api/request'
import type { components } from '@/api/schema'
import type { UndoBody } from '@/api/undo-conflicts'

type Schemas = components['schemas']

export type ChangeSet = Schemas['ChangeSetOut']
export type UndoPreview = Schemas['UndoPreviewOut']
export type HandOver = Partial<Schemas['HandOverIn']> & { from_user_id: string }
export type Preview = Schemas['BulkPreviewOut']

export function changesQuery(isOfAll: boolean) {
  return infiniteQueryOptions({
    queryKey: ['changes', isOfAll],
    queryFn: ({ pageParam, signal }) => request<Schemas['ChangeSetPage']>('GET', '/changes', { query: { is_of_all: isOfAll, cursor: pageParam ?? undefined }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    staleTime: 0,
  })
}

export function previewUndo(id: string, signal?: AbortSignal): Promise<UndoPreview> {
  return request('POST', `/changes/${id}/undo/preview`, { signal })
}

export function undo(id: string, body: UndoBody): Promise<Run> {
  return request('POST', `/changes/${id}/undo`, { body })
}

export function previewHandOver(body: HandOver, signal?: AbortSignal): Promise<Preview> {
  return request('POST', '/bulk/hand-over/preview', { body, signal })
}

export function handOver(body: HandOver): Promise<Run> {
  return request('POST', '/bulk/hand-over', { body })
}
