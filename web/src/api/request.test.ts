import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { believeIn } from './eyes'
import { isProblem } from './problem'
import { request } from './request'
import { onSignedOut } from './signed-out'

const answered = vi.fn<(request: Request) => Promise<Response>>()

function answer(status: number, body: unknown): void {
  const type = status < 400 ? 'application/json' : 'application/problem+json'
  answered.mockResolvedValue(new Response(JSON.stringify(body), { status, headers: { 'Content-Type': type } }))
}

beforeEach(() => {
  vi.stubGlobal('fetch', answered)
  document.cookie = 'kurator_csrf=token'
})
afterEach(() => {
  vi.unstubAllGlobals()
  answered.mockReset()
})

const sent = () => answered.mock.calls[0]?.[0] as Request

test('a query is written, absent values are left out', async () => {
  answer(200, { items: [] })
  await request('GET', '/segments', { query: { q: 'борг', cursor: undefined } })
  expect(sent().url).toContain('/api/v1/segments?q=%D0%B1%D0%BE%D1%80%D0%B3')
  expect(sent().url).not.toContain('cursor')
  expect(sent().headers.get('X-CSRFToken')).toBeNull()
})

test('an unsafe method carries the token and the language', async () => {
  answer(200, {})
  await request('POST', '/parties', { body: { name: 'Верф' } })
  expect(sent().headers.get('X-CSRFToken')).toBe('token')
  expect(sent().headers.get('Accept-Language')).toBe('en')
  expect(await sent().json()).toEqual({ name: 'Верф' })
})

test('what changes anything says with whose eyes the page was opened', async () => {
  believeIn(() => 'anna')
  answer(200, {})
  await request('POST', '/parties', { body: {} })
  expect(sent().headers.get('X-Kurator-Eyes')).toBe('anna')
  believeIn(() => '')
})

test('a file is sent as a form', async () => {
  answer(200, {})
  const body = new FormData()
  body.append('file', new File(['a;b'], 'a.csv'))
  await request('POST', '/imports', { body })
  expect(sent().headers.get('Content-Type')).toContain('multipart/form-data')
})

test('problem+json becomes a Problem with its fields', async () => {
  answer(422, { code: 'parties.invalid', detail: 'Wrong', request_id: 'r-1', errors: [{ loc: ['body', 'tax_id'], code: 'length', msg: 'Ten digits' }] })
  const error: unknown = await request('PATCH', '/parties/1', { body: {} }).catch((problem: unknown) => problem)
  expect(isProblem(error, 'parties.invalid')).toBe(true)
  if (!isProblem(error)) return
  expect([error.status, error.requestId, error.fieldError('tax_id')]).toEqual([422, 'r-1', 'Ten digits'])
})

test('401 tells the shell; a refused log-in does not', async () => {
  const left = vi.fn()
  const stop = onSignedOut(left)
  answer(401, {})
  await request('GET', '/tasks').catch(() => undefined)
  answer(401, {})
  await request('GET', '/session').catch(() => undefined)
  answer(401, {})
  await request('POST', '/session/provider-assertion').catch(() => undefined)
  stop()
  expect(left).toHaveBeenCalledOnce()
})

test('no connection is a Problem too', async () => {
  answered.mockRejectedValue(new TypeError('Failed to fetch'))
  const error: unknown = await request('GET', '/tasks').catch((problem: unknown) => problem)
  expect(isProblem(error, 'network')).toBe(true)
})

test('a request that nobody answered says so in words', async () => {
  answered.mockRejectedValue(new TypeError('Failed to fetch'))
  const error: unknown = await request('DELETE', '/parties/1').catch((problem: unknown) => problem)
  expect(isProblem(error, 'network')).toBe(true)
  expect((error as Error).message).toContain('did not answer')
})

test('an answer without words of its own, as a proxy gives it, says what happened', async () => {
  answered.mockResolvedValue(new Response('<html>', { status: 502, headers: { 'Content-Type': 'text/html' } }))
  const error: unknown = await request('DELETE', '/parties/1').catch((problem: unknown) => problem)
  expect((error as Error).message).toContain('failed')
})

test('one sentence is the one about the field', async () => {
  answer(422, { code: 'kurator.invalid', detail: 'Some values are wrong', errors: [{ loc: ['body', 'tax_id'], code: 'length', msg: 'Ten digits' }] })
  const error: unknown = await request('PATCH', '/parties/1', { body: {} }).catch((problem: unknown) => problem)
  expect((error as Error).message).toBe('Ten digits')
})
