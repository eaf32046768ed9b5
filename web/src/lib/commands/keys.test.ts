import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { handleKey } from './keyboard'
import { parseShortcut, shortcutCaps } from './keys'
import { registerCommands } from './registry'

const label = { id: 'x', message: 'x' }
let dispose: (() => void) | undefined

beforeEach(() => { localStorage.clear() })
afterEach(() => { dispose?.() })

function press(code: string, options: KeyboardEventInit = {}, target: HTMLElement = document.body): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { code, key: 'ю', bubbles: true, cancelable: true, ...options })
  Object.defineProperty(event, 'target', { value: target })
  handleKey(event)
  return event
}

test('a shortcut is read as physical keys', () => {
  expect(parseShortcut('g c').map((stroke) => stroke.code)).toEqual(['KeyG', 'KeyC'])
  expect(shortcutCaps('mod+k')).toEqual([['Ctrl', 'K']])
})

test('a sequence runs on a Cyrillic layout', () => {
  const run = vi.fn()
  dispose = registerCommands([{ id: 'go', label, shortcut: 'g c', run }])
  press('KeyG')
  press('KeyC')
  expect(run).toHaveBeenCalledOnce()
})

test('letters typed in a field run nothing', () => {
  const run = vi.fn()
  dispose = registerCommands([{ id: 'c', label, shortcut: 'c', run }])
  press('KeyC', {}, document.createElement('input'))
  expect(run).not.toHaveBeenCalled()
})

test('the narrower scope wins', () => {
  const wide = vi.fn()
  const narrow = vi.fn()
  dispose = registerCommands([
    { id: 'list', label, scope: 'list', shortcut: 'e', run: narrow },
    { id: 'global', label, shortcut: 'e', run: wide },
  ])
  press('KeyE')
  expect([narrow.mock.calls.length, wide.mock.calls.length]).toEqual([1, 0])
})

test('single letters can be switched off', () => {
  const run = vi.fn()
  localStorage.setItem('kurator.singleKeys', 'false')
  dispose = registerCommands([{ id: 'c', label, shortcut: 'c', run }])
  press('KeyC')
  expect(run).not.toHaveBeenCalled()
})
