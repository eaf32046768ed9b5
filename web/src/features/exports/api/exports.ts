import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { request } from '@/api/request'
import type { components } from '@/api/schema'

type Schemas = components['schemas']

export type Export = Schemas['ExportOut']
export type ExportPage = Schemas['ExportPage']
export type Allowance = Schemas['AllowanceOut']
export type FileFormat = Export['format']

export interface ExportRequest {
  subject: string
  name: string
  format: FileFormat
  is_raw: boolean
  query: object
}

export const exportsQuery = infiniteQueryOptions({
  queryKey: ['exports', 'list'],
  queryFn: ({ pageParam, signal }) => request<ExportPage>('GET', '/exports', { query: { cursor: pageParam }, signal }),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next_cursor,
  staleTime: 0,
  // News come by the live stream; the clock is for the case that it is down.
  refetchInterval: ({ state }) => (state.data?.pages.some((page) => page.items.some((one) => isUnderWay(one))) ? 3000 : false),
})

export const allowanceQuery = queryOptions({
  queryKey: ['exports', 'allowance'],
  queryFn: ({ signal }) => request<Allowance>('GET', '/exports/allowance', { signal }),
  staleTime: 0,
})

export function isUnderWay({ status }: Export): boolean {
  return status === 'QUEUED' || status === 'RUNNING'
}

export function makeExport(body: ExportRequest): Promise<Export> {
  return request('POST', '/exports', { body })
}

export function cancelExport(id: string): Promise<Export> {
  return request('POST', `/exports/${id}/cancel`)
}

export function removeExport(id: string): Promise<void> {
  return request('DELETE', `/exports/${id}`)
}

export function fileAddress(id: string): string {
  return `/api/v1/exports/${id}/file`
}
