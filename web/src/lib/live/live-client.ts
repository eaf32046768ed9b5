import type { QueryClient } from '@tanstack/react-query'
import { createStore } from '../store'
import { invalidateEverything, invalidateTopic } from './topics'

interface Change {
  topic: string
  ids: string[] | null
}

/** Since when there is no connection; null while all is well. */
export const offlineSince = createStore<Date | null>(null)

const pauses = [1000, 2000, 5000, 10000, 30000]

/** The server says something every 15 seconds; of a line that is dead without a word nobody tells. */
const longestSilence = 40_000

/** Keeps one stream open, reconnects with growing pauses, and refetches after a gap. */
export function openLive(client: QueryClient, url = '/api/v1/live'): () => void {
  let source: EventSource | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let failures = 0
  let isClosed = false
  let heardAt = Date.now()

  function connect(): void {
    if (isClosed) return
    source?.close()
    source = new EventSource(url)
    hear()
    source.addEventListener('beat', hear)
    source.onopen = () => {
      hear()
      if (failures > 0) invalidateEverything(client)
      failures = 0
      offlineSince.set(null)
    }
    source.addEventListener('change', (event: MessageEvent<string>) => {
      hear()
      const change = JSON.parse(event.data) as Change
      invalidateTopic(client, change.topic, change.ids)
    })
    source.onerror = retryLater
  }

  function hear(): void {
    heardAt = Date.now()
  }

  function leaveIfSilent(): void {
    if (Date.now() - heardAt <= longestSilence) return
    hear()
    retryLater()
  }

  function retryLater(): void {
    source?.close()
    const pause = pauses[Math.min(failures, pauses.length - 1)]
    failures += 1
    if (failures > 1 || !navigator.onLine) offlineSince.set((since) => since ?? new Date())
    clearTimeout(timer)
    timer = setTimeout(connect, pause)
  }

  function reconnectNow(): void {
    clearTimeout(timer)
    connect()
  }

  window.addEventListener('online', reconnectNow)
  window.addEventListener('offline', retryLater)
  window.addEventListener('kurator:reconnect', reconnectNow)
  const watch = setInterval(leaveIfSilent, 5000)
  connect()
  return () => {
    isClosed = true
    clearInterval(watch)
    clearTimeout(timer)
    source?.close()
    window.removeEventListener('online', reconnectNow)
    window.removeEventListener('offline', retryLater)
    window.removeEventListener('kurator:reconnect', reconnectNow)
  }
}

export function reconnectLive(): void {
  window.dispatchEvent(new Event('kurator:reconnect'))
}
