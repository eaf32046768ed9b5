import { queryOptions, useMutation, useQuery, useQueryClient, type QueryKey } from '@tanstack/react-query'
import { useEffect } from 'react'
import { request } from './request'
import type { components } from './schema'

export type Run = components['schemas']['BulkRunOut']
type RefusedParty = components['schemas']['BulkRefusalOut']

/** How far a change of many is; asked again while it runs, beside what the live stream tells. */
function runQuery(id: string) {
  return queryOptions({
    queryKey: ['bulk', id],
    queryFn: ({ signal }) => request<Run>('GET', `/bulk/${id}`, { signal }),
    refetchInterval: (query) => (query.state.data?.status === 'RUNNING' ? 1000 : false),
    staleTime: 0,
  })
}

function refusedQuery(id: string) {
  return queryOptions({ queryKey: ['bulk', id, 'refused'], queryFn: ({ signal }) => request<RefusedParty[]>('GET', `/bulk/${id}/refused`, { signal }), staleTime: 0 })
}

export function cancelRun(id: string): Promise<Run> {
  return request('POST', `/bulk/${id}/cancel`)
}

/** One change of many from its start to its end, for `ui/run-frame`; `stale`, a constant, is asked anew when it is over. */
export function useRun(id: string, stale: QueryKey) {
  const client = useQueryClient()
  const query = useQuery(runQuery(id))
  const run = query.data
  const isOver = run !== undefined && run.status !== 'RUNNING'
  const refused = useQuery({ ...refusedQuery(id), enabled: isOver && run.refused > 0 }).data
  const stopping = useMutation({ mutationFn: () => cancelRun(id) })
  useEffect(() => { if (isOver) void client.invalidateQueries({ queryKey: stale }) }, [isOver, client, stale])
  return {
    run,
    refused,
    error: stopping.error ?? (run ? null : query.error),
    onRetry: () => void query.refetch(),
    isStopping: stopping.isPending || (run?.is_canceling ?? false),
    onStop: () => { stopping.mutate() },
  }
}
