import type { QueryClient } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { invalidateTopic, registerTopic } from './topics'

beforeEach(() => { vi.useFakeTimers() })
afterEach(() => { vi.useRealTimers() })

it('acts at once, then gathers', () => {
  const asked: unknown[] = []
  const client = { invalidateQueries: ({ queryKey }: { queryKey: unknown }) => { asked.push(queryKey) } } as unknown as QueryClient
  registerTopic('t', (ids) => [['t', ids]])
  invalidateTopic(client, 't', ['a'])
  invalidateTopic(client, 't', ['b'])
  invalidateTopic(client, 't', ['c', 'b'])
  expect(asked).toEqual([['t', ['a']]])
  vi.advanceTimersByTime(400)
  expect(asked).toEqual([['t', ['a']], ['t', ['b', 'c']]])
  invalidateTopic(client, 't', ['d'])
  invalidateTopic(client, 't', null)
  vi.advanceTimersByTime(400)
  expect(asked.at(-1)).toEqual(['t', null])
  vi.advanceTimersByTime(400)
  invalidateTopic(client, 't', ['e'])
  expect(asked.at(-1)).toEqual(['t', ['e']])
})
