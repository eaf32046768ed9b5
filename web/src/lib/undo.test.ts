import { expect, test, vi } from 'vitest'
import { pushUndo, undoLast } from './undo'

test('the newest act within ten seconds is taken back', async () => {
  const first = vi.fn()
  const second = vi.fn()
  pushUndo(first, 0)
  pushUndo(second, 5_000)
  expect(await undoLast(9_000)).toBe(true)
  expect([first.mock.calls.length, second.mock.calls.length]).toEqual([0, 1])
  expect(await undoLast(10_500)).toBe(false)
  expect(first).not.toHaveBeenCalled()
})
