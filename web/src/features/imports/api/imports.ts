import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { request } from '@/api/request'
import { isUnderWay, type Import, type ImportPage, type MappingChange } from './types'

export const importsQuery = infiniteQueryOptions({
  queryKey: ['imports', 'list'],
  queryFn: ({ pageParam, signal }) => request<ImportPage>('GET', '/imports', { query: { cursor: pageParam }, signal }),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next_cursor,
  staleTime: 0,
})

/** News come by the live stream; the clock is for the case that it is down. */
export function importQuery(id: string) {
  return queryOptions({
    queryKey: ['imports', id],
    queryFn: ({ signal }) => request<Import>('GET', `/imports/${id}`, { signal }),
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data.status) ? 2000 : false),
    staleTime: 0,
  })
}

export function uploadImport(file: File): Promise<Import> {
  const form = new FormData()
  form.append('file', file)
  return request('POST', '/imports', { body: form })
}

export function changeImport(id: string, body: MappingChange): Promise<Import> {
  return request('PATCH', `/imports/${id}`, { body })
}

export function actOnImport(id: string, act: 'check' | 'run' | 'cancel'): Promise<Import> {
  return request('POST', `/imports/${id}/${act}`)
}

export function deleteImport(id: string): Promise<void> {
  return request('DELETE', `/imports/${id}`)
}

/** A workbook keeps each cell the text it was; of a CSV spreadsheets change dates and long numbers. */
export function errorsAddress(id: string, kind: 'csv' | 'xlsx'): string {
  return `/api/v1/imports/${id}/errors.${kind}`
}
