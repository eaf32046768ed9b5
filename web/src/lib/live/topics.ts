import type { QueryClient, QueryKey } from '@tanstack/react-query'

export type StaleKeys = (ids: string[] | null) => QueryKey[]

const topics = new Map<string, Set<StaleKeys>>()

/** What becomes stale when a topic of the live stream arrives; `ids` is null when many rows changed. */
export function registerTopic(topic: string, keys: StaleKeys): () => void {
  const known = topics.get(topic) ?? new Set()
  topics.set(topic, known.add(keys))
  return () => { known.delete(keys) }
}

const pauseMs = 400
const waiting = new Map<string, Set<string> | null>()
const resting = new Map<string, ReturnType<typeof setTimeout>>()

function ask(client: QueryClient, topic: string, ids: string[] | null): void {
  for (const keys of topics.get(topic) ?? []) {
    for (const queryKey of keys(ids)) void client.invalidateQueries({ queryKey })
  }
}

/** The first news of a topic is acted on at once; what follows within a moment is gathered, so that a stream of news never starves the screen. */
export function invalidateTopic(client: QueryClient, topic: string, ids: string[] | null): void {
  if (!resting.has(topic)) {
    ask(client, topic, ids)
    resting.set(topic, setTimeout(() => { wake(client, topic) }, pauseMs))
    return
  }
  const known = waiting.get(topic)
  waiting.set(topic, ids === null || known === null ? null : new Set([...(known ?? []), ...ids]))
}

function wake(client: QueryClient, topic: string): void {
  const ids = waiting.get(topic)
  waiting.delete(topic)
  resting.delete(topic)
  if (ids !== undefined) invalidateTopic(client, topic, ids && [...ids])
}

export function invalidateEverything(client: QueryClient): void {
  for (const topic of topics.keys()) invalidateTopic(client, topic, null)
}
