import type { I18n, MessageDescriptor, MessageOptions } from '@lingui/core'

// Letters written from right to left, and marks that turn the direction of what follows.
const turns = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]|[\ud802\ud803\ud83a\ud83b]/
const [begins, first, end] = [/[\u2066-\u2068]/, '\u2068', '\u2069']

/** A text of somebody's that cannot turn the words around it, whatever it is made of. */
export function isolated(text: string): string {
  if (!turns.test(text)) return text
  let open = 0
  let inside = ''
  for (const char of text) {
    if (char === end && open === 0) continue
    if (begins.test(char)) open += 1
    if (char === end) open -= 1
    inside += char
  }
  return first + inside + end.repeat(open + 1)
}

type Values = Record<string, unknown>

function isolatedValues(values: Values | undefined): Values | undefined {
  if (!values) return values
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? isolated(value) : value]))
}

/** Every sentence of the pages is put together here: what is filled in stays within its place. */
export function isolateValues(i18n: I18n): void {
  const plain = i18n._.bind(i18n)
  const translate = (id: string | MessageDescriptor, values?: Values, options?: MessageOptions) => (
    typeof id === 'string' ? plain(id, isolatedValues(values), options) : plain({ ...id, values: isolatedValues(id.values ?? values) })
  )
  i18n._ = translate
  i18n.t = translate
}
