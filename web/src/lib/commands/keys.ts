export interface Stroke {
  code: string
  mod: boolean
  shift: boolean
  alt: boolean
}

const symbols: Record<string, string> = {
  '/': 'Slash', '.': 'Period', ',': 'Comma', '[': 'BracketLeft', ']': 'BracketRight', ';': 'Semicolon', '=': 'Equal', '-': 'Minus',
}

const shown: Record<string, string> = {
  arrowup: '↑', arrowdown: '↓', arrowleft: '←', arrowright: '→', escape: 'Esc', enter: 'Enter', mod: 'Ctrl', shift: 'Shift', alt: 'Alt', space: 'Space',
}

function codeOf(key: string): string {
  if (/^[a-z]$/i.test(key)) return `Key${key.toUpperCase()}`
  if (/^\d$/.test(key)) return `Digit${key}`
  return symbols[key] ?? key
}

function parseStroke(text: string): Stroke {
  const parts = text === '+' ? ['+'] : text.split('+')
  const key = parts.at(-1) ?? ''
  const held = new Set(parts.slice(0, -1).map((part) => part.toLowerCase()))
  if (key === '?') return { code: 'Slash', mod: false, shift: true, alt: false }
  return { code: codeOf(key), mod: held.has('mod'), shift: held.has('shift'), alt: held.has('alt') }
}

/** `g c` is two strokes one after the other. */
export function parseShortcut(shortcut: string): Stroke[] {
  return shortcut.split(' ').map(parseStroke)
}

/** The key is told by its place on the keyboard, so a Cyrillic layout changes nothing. */
export function matchesStroke(event: KeyboardEvent, stroke: Stroke): boolean {
  const mod = event.ctrlKey || event.metaKey
  const code = event.code === 'NumpadEnter' ? 'Enter' : event.code
  return code === stroke.code && mod === stroke.mod && event.shiftKey === stroke.shift && event.altKey === stroke.alt
}

/** Key caps to draw: `mod+k` → [['Ctrl','K']], `g c` → [['G'],['C']]. */
export function shortcutCaps(shortcut: string): string[][] {
  return shortcut.split(' ').map((stroke) =>
    stroke.split('+').map((key) => shown[key.toLowerCase()] ?? (key.length === 1 ? key.toUpperCase() : key)),
  )
}
