import { readPref } from '../prefs'
import { shortcutsOf, type Command } from './command'
import { matchesStroke, parseShortcut, type Stroke } from './keys'
import { usableCommands } from './registry'

const sequenceMs = 1200
let pending: { strokes: Stroke[]; at: number } = { strokes: [], at: 0 }

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || target.matches('input:not([type=checkbox]):not([type=radio]), textarea, select, [role=combobox], [role=listbox]')
}

function hasOpenDialog(): boolean {
  return document.querySelector('[role=dialog][aria-modal=true]') !== null
}

/** A menu or a popover keeps the keys to itself, also the Escape that has just closed it. */
function isFloating(event: KeyboardEvent): boolean {
  return event.composedPath().some((node) => node instanceof HTMLElement && node.matches('[data-portal], [aria-expanded=true]'))
}

function isControl(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('button, a[href], [role=menuitem], [role=option], [role=tab], summary') !== null
}

/** Arrows belong to the control that has the focus when it moves by them itself. */
function ownsArrows(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input:not([type=checkbox]), select, textarea, [role=tablist], [role=menu], [role=listbox], [role=radiogroup], [role=separator], [role=tree]') !== null
}

function isAllowed(command: Command, strokes: Stroke[], event: KeyboardEvent): boolean {
  const first = strokes[0]
  if (!first) return false
  if (hasOpenDialog() && command.scope !== 'dialog') return false
  if (isFloating(event) && command.scope !== 'dialog' && !first.mod && !command.inFields) return false
  if (isTyping(event.target) && !command.inFields && !first.mod) return false
  if (first.code.startsWith('Arrow') && ownsArrows(event.target)) return false
  if (isControl(event.target) && first.code === 'Enter' && !first.mod) return false
  const isSingleCharacter = /^(Key|Digit|Slash|Period|Comma|Bracket)/.test(first.code) && !first.mod
  return !isSingleCharacter || readPref('singleKeys', true)
}

function startsWith(strokes: Stroke[], typed: Stroke[]): boolean {
  return typed.every((one, index) => JSON.stringify(one) === JSON.stringify(strokes[index]))
}

function findMatch(event: KeyboardEvent, typed: Stroke[]): { command?: Command; begun?: Stroke } {
  let begun: Stroke | undefined
  for (const command of usableCommands()) {
    for (const strokes of shortcutsOf(command).map(parseShortcut)) {
      const next = strokes[typed.length]
      if (!next || !startsWith(strokes, typed) || !matchesStroke(event, next) || !isAllowed(command, strokes, event)) continue
      if (strokes.length === typed.length + 1) return { command }
      begun ??= next
    }
  }
  return { begun }
}

export function handleKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || /^(Control|Shift|Alt|Meta)/.test(event.key)) return
  const now = Date.now()
  const typed = now - pending.at < sequenceMs ? pending.strokes : []
  const { command, begun } = findMatch(event, typed)
  pending = begun && !command ? { strokes: [...typed, begun], at: now } : { strokes: [], at: 0 }
  if (command || begun) event.preventDefault()
  command?.run(event)
}

export function listenToKeys(): () => void {
  document.addEventListener('keydown', handleKey)
  return () => { document.removeEventListener('keydown', handleKey) }
}
