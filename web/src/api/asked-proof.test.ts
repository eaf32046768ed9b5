import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { askedProof } from './asked-proof'
import { isProblem } from './problem'
import { request } from './request'

const answered = vi.fn<(request: Request) => Promise<Response>>()
const json = (status: number, body: object = {}) => new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } })
const asked = () => json(403, { code: 'access.proof_needed', detail: 'Confirm that it is you.' })

beforeEach(() => { vi.stubGlobal('fetch', answered) })
afterEach(() => {
  vi.unstubAllGlobals()
  answered.mockReset()
  askedProof.set(null)
})

async function answerWith(isProven: boolean): Promise<void> {
  await vi.waitFor(() => { expect(askedProof.get()).not.toBeNull() })
  askedProof.get()?.(isProven)
}

test('whoever proves who he is has the same request sent again', async () => {
  answered.mockImplementationOnce(() => Promise.resolve(asked())).mockImplementation(() => Promise.resolve(json(201, { id: 1 })))
  const making = request<{ id: number }>('POST', '/keys', { body: { name: 'Robot' } })
  await answerWith(true)
  expect((await making).id).toBe(1)
  const [first, second] = answered.mock.calls.map(([sent]) => sent.headers.get('Idempotency-Key'))
  expect(first).toBe(second)
  expect(await answered.mock.calls[1]?.[0].text()).toBe('{"name":"Robot"}')
  expect(askedProof.get()).toBeNull()
})

test('whoever does not hears what the server said, and nothing is sent', async () => {
  answered.mockImplementation(() => Promise.resolve(asked()))
  const making = request('DELETE', '/providers/1').catch((error: unknown) => error)
  await answerWith(false)
  expect(isProblem(await making, 'access.proof_needed')).toBe(true)
  expect(answered).toHaveBeenCalledTimes(1)
})

test('two that are refused together ask once', async () => {
  let isProven = false
  answered.mockImplementation(() => Promise.resolve(isProven ? json(200) : asked()))
  const both = Promise.all([request('PATCH', '/roles/1', { body: {} }), request('PATCH', '/roles/2', { body: {} })])
  await vi.waitFor(() => { expect(answered).toHaveBeenCalledTimes(2) })
  isProven = true
  await answerWith(true)
  await both
  expect(answered).toHaveBeenCalledTimes(4)
})

test('another refusal asks for nothing', async () => {
  answered.mockImplementation(() => Promise.resolve(json(403, { code: 'kurator.permission_missing' })))
  await expect(request('POST', '/keys', { body: {} })).rejects.toThrow()
  expect(askedProof.get()).toBeNull()
})
