import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { request } from './request'

const answered = vi.fn<(request: Request) => Promise<Response>>()
const json = (status: number, headers: Record<string, string> = {}) =>
  new Response('{}', { status, headers: { 'Content-Type': 'application/json', ...headers } })
const keys = () => answered.mock.calls.map(([sent]) => sent.headers.get('Idempotency-Key'))

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('fetch', answered)
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  answered.mockReset()
})

async function settled<T>(call: Promise<T>): Promise<T | Error> {
  const guarded = call.catch((error: unknown) => error as Error)
  await vi.runAllTimersAsync()
  return guarded
}

test('a write whose answer was lost is repeated under the same key', async () => {
  answered.mockRejectedValueOnce(new TypeError('Failed to fetch')).mockResolvedValueOnce(json(201))
  await settled(request('POST', '/parties', { body: {} }))
  expect(answered).toHaveBeenCalledTimes(2)
  expect(keys()[0]).toBeTruthy()
  expect(keys()[0]).toBe(keys()[1])
})

test('two writes have two keys, a read by POST has none', async () => {
  answered.mockImplementation(() => Promise.resolve(json(200)))
  await settled(request('POST', '/parties', { body: {} }))
  await settled(request('POST', '/parties', { body: {} }))
  await settled(request('POST', '/parties/search', { body: {} }))
  expect(new Set(keys()).size).toBe(3)
  expect(keys()[2]).toBeNull()
})

test('a read that was put off is asked again after the named time', async () => {
  answered.mockResolvedValueOnce(json(503, { 'Retry-After': '1' })).mockResolvedValueOnce(json(200))
  expect(await settled(request('GET', '/tasks'))).toEqual({})
  expect(answered).toHaveBeenCalledTimes(2)
})

test('nobody waits for minutes', async () => {
  answered.mockResolvedValue(json(429, { 'Retry-After': '600' }))
  expect(await settled(request('GET', '/tasks'))).toBeInstanceOf(Error)
  expect(answered).toHaveBeenCalledTimes(1)
})

test('a change without a key is sent once', async () => {
  answered.mockRejectedValue(new TypeError('Failed to fetch'))
  expect(await settled(request('PATCH', '/parties/1', { body: {} }))).toBeInstanceOf(Error)
  expect(answered).toHaveBeenCalledTimes(1)
})

const inLine = () => new Response('{"code":"kurator.too_many_at_once"}', { status: 429, headers: { 'Content-Type': 'application/problem+json', 'Retry-After': '1' } })

test('what must wait for other questions of the person is asked again until its turn comes', async () => {
  for (let turn = 0; turn < 12; turn++) answered.mockImplementationOnce(() => Promise.resolve(inLine()))
  answered.mockImplementation(() => Promise.resolve(json(200)))
  await settled(request('POST', '/parties/count', { body: {} }))
  expect(answered).toHaveBeenCalledTimes(13)
})

test('a change without a key waits for its turn too: nothing has been done yet', async () => {
  answered.mockImplementationOnce(() => Promise.resolve(inLine())).mockImplementation(() => Promise.resolve(json(200)))
  await settled(request('PATCH', '/parties/1', { body: {} }))
  expect(answered).toHaveBeenCalledTimes(2)
})

test('nobody waits for ever', async () => {
  answered.mockImplementation(() => Promise.resolve(inLine()))
  expect(await settled(request('GET', '/tasks'))).toBeInstanceOf(Error)
})

test('whoever leaves the page waits no longer', async () => {
  const leaving = new AbortController()
  answered.mockImplementation(() => Promise.resolve(inLine()))
  const asking = request('GET', '/tasks', { signal: leaving.signal }).catch((error: unknown) => error as Error)
  await vi.advanceTimersByTimeAsync(3000)
  leaving.abort()
  expect(await asking).toBeInstanceOf(Error)
  const asked = answered.mock.calls.length
  await vi.advanceTimersByTimeAsync(10_000)
  expect(answered).toHaveBeenCalledTimes(asked)
})
