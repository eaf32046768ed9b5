import { queryOptions } from '@tanstack/react-query'
import { request } from './request'
import type { components } from './schema'

export type Run = components['schemas']['BulkRunOut']
export type RefusedParty = components['schemas']['BulkRefusalOut']

/** How far a change of many is; asked again while it runs, beside what the live stream tells. */
export function runQuery(id: string) {
  return queryOptions({
    queryKey: ['bulk', id],
    queryFn: ({ signal }) => request<Run>('GET', `/bulk/${id}`, { signal }),
    refetchInterval: (query) => (query.state.data?.status === 'RUNNING' ? 1000 : false),
    staleTime: 0,
  })
}

export function refusedQuery(id: string) {
  return queryOptions({ queryKey: ['bulk', id, 'refused'], queryFn: ({ signal }) => request<RefusedParty[]>('GET', `/bulk/${id}/refused`, { signal }), staleTime: 0 })
}

export function cancelRun(id: string): Promise<Run> {
  return request('POST', `/bulk/${id}/cancel`)
}
