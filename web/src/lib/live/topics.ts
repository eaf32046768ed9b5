import type { QueryClient, QueryKey } from '@tanstack/react-query'

export type StaleKeys = (ids: string[] | null) => QueryKey[]

const topics = new Map<string, Set<StaleKeys>>()

/** What becomes stale when a topic of the live stream arrives; `ids` is null when many rows changed. */
export function registerTopic(topic: string, keys: StaleKeys): () => void {
  const known = topics.get(topic) ?? new Set()
  topics.set(topic, known.add(keys))
  return () => { known.delete(keys) }
}

export function invalidateTopic(client: QueryClient, topic: string, ids: string[] | null): void {
  for (const keys of topics.get(topic) ?? []) {
    for (const queryKey of keys(ids)) void client.invalidateQueries({ queryKey })
  }
}

export function invalidateEverything(client: QueryClient): void {
  for (const topic of topics.keys()) invalidateTopic(client, topic, null)
}
