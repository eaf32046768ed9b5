import { QueryClient } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { offlineSince, openLive } from './live-client'
import { registerTopic } from './topics'

class FakeSource extends EventTarget {
  static all: FakeSource[] = []
  onopen: (() => void) | null = null
  onerror: (() => void) | null = null
  close = vi.fn()

  constructor() {
    super()
    FakeSource.all.push(this)
  }
}

const client = new QueryClient()
const invalidate = vi.spyOn(client, 'invalidateQueries')

beforeEach(() => {
  FakeSource.all = []
  vi.useFakeTimers()
  vi.stubGlobal('EventSource', FakeSource)
  invalidate.mockClear()
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('a change makes the registered keys stale', () => {
  const forget = registerTopic('parties.changed', (ids) => (ids ? ids.map((id) => ['parties', id]) : [['parties']]))
  const close = openLive(client)
  FakeSource.all[0]?.dispatchEvent(new MessageEvent('change', { data: '{"topic":"parties.changed","ids":["a","b"]}' }))
  vi.advanceTimersByTime(300)
  expect(invalidate.mock.calls.map(([filter]) => filter?.queryKey)).toEqual([['parties', 'a'], ['parties', 'b']])
  close()
  forget()
})

test('it reconnects with pauses, tells of the gap and refetches after it', () => {
  const forget = registerTopic('tasks.changed', () => [['tasks']])
  const close = openLive(client)
  FakeSource.all[0]?.onerror?.()
  expect(offlineSince.get()).toBeNull()
  vi.advanceTimersByTime(1000)
  FakeSource.all[1]?.onerror?.()
  expect(offlineSince.get()).not.toBeNull()
  vi.advanceTimersByTime(2000)
  FakeSource.all[2]?.onopen?.()
  expect(offlineSince.get()).toBeNull()
  vi.advanceTimersByTime(300)
  expect(invalidate).toHaveBeenCalledWith({ queryKey: ['tasks'] })
  close()
  forget()
})

test('a line that is silent without a word is left, one with beats is not', () => {
  const forget = registerTopic('files.changed', () => [['files']])
  const close = openLive(client)
  for (let n = 0; n < 4; n += 1) {
    vi.advanceTimersByTime(15_000)
    FakeSource.all[0]?.dispatchEvent(new MessageEvent('beat', { data: 'still here' }))
  }
  expect(FakeSource.all).toHaveLength(1)
  vi.advanceTimersByTime(50_000)
  expect(FakeSource.all[0]?.close).toHaveBeenCalled()
  FakeSource.all[1]?.onopen?.()
  expect(invalidate).toHaveBeenCalledWith({ queryKey: ['files'] })
  close()
  forget()
})
