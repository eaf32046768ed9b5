import { QueryClient } from '@tanstack/react-query'
import { beforeEach, expect, test, vi } from 'vitest'
import { request } from '@/api/request'
import { cardQuery } from './queries'

vi.mock('@/api/request', () => ({ request: vi.fn(() => Promise.resolve({})) }))
beforeEach(() => { vi.mocked(request).mockClear() })

test('a card is opened once, and read anew by the open page after that', async () => {
  const client = new QueryClient()
  await client.fetchQuery(cardQuery('one'))
  await client.refetchQueries({ queryKey: ['parties', 'one'], type: 'all' })
  await client.fetchQuery(cardQuery('two'))
  const marks = vi.mocked(request).mock.calls.map(([, , options]) => options?.headers)
  expect(marks).toEqual([undefined, { 'X-Kurator-Refresh': '1' }, undefined])
})
