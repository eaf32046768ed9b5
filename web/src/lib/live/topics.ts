import type { QueryClient, QueryKey } from '@tanstack/react-query'

export type StaleKeys = (ids: string[] | null) => QueryKey[]

const topics = new Map<string, Set<StaleKeys>>()

/** What becomes stale when a topic of the live stream arrives; `ids` is null when many rows changed. */
export function registerTopic(topic: string, keys: StaleKeys): () => void {
  const known = topics.get(topic) ?? new Set()
  topics.set(topic, known.add(keys))
  return () => { known.delete(keys) }
}

const pauseMs = 250
const pending = new Map<string, QueryKey>()
let flushedAt = 0
let timer: ReturnType<typeof setTimeout> | undefined

function flush(client: QueryClient): void {
  timer = undefined
  flushedAt = Date.now()
  const keys = [...pending.values()]
  pending.clear()
  for (const queryKey of keys) void client.invalidateQueries({ queryKey })
}

/** The first news is told at once, the following ones together: a stream of them never starves a request. */
export function invalidateTopic(client: QueryClient, topic: string, ids: string[] | null): void {
  for (const keys of topics.get(topic) ?? []) {
    for (const queryKey of keys(ids)) pending.set(JSON.stringify(queryKey), queryKey)
  }
  if (pending.size === 0 || timer !== undefined) return
  timer = setTimeout(() => { flush(client) }, Math.max(0, flushedAt + pauseMs - Date.now()))
}

export function invalidateEverything(client: QueryClient): void {
  for (const topic of topics.keys()) invalidateTopic(client, topic, null)
}
