import type { Field } from '@/api/fields'
import { isRelative, type Operand, type RelativeTime, type TimeUnit } from '@/lib/expression/expression'
import { dayPlus, instantOf, wallOf } from '@/lib/zoned'
import type { FieldAtom } from './expression'
import type { Operator } from './operators'

/** A condition while it is edited: every kind of operand has its place. */
export interface Draft {
  operator: Operator
  text: string
  low: number | null
  high: number | null
  from: string | null
  to: string | null
  n: number | null
  unit: TimeUnit
  many: string[]
}

export function emptyDraft(operator: Operator): Draft {
  return { operator, text: '', low: null, high: null, from: null, to: null, n: 30, unit: 'day', many: [] }
}

const ago = (n: number, unit: TimeUnit): RelativeTime => ({ now: { n, unit } })

function calendarDay(value: Operand | undefined, timeZone: string): string | null {
  if (typeof value !== 'string') return null
  return /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : wallOf(value, timeZone).day
}

/** A period of instants is kept up to the midnight that ends its last day. */
function lastDay(value: Operand | undefined, timeZone: string): string | null {
  const day = calendarDay(value, timeZone)
  return day && value !== day && wallOf(String(value), timeZone).time === '00:00' ? dayPlus(day, -1) : day
}

function relativeDraft(atom: FieldAtom): Partial<Draft> | null {
  const [first, second] = Array.isArray(atom.value) ? atom.value : [atom.value]
  if (atom.op === 'between' && isRelative(first) && isRelative(second)) {
    const isNext = second.now.n > 0
    const far = isNext ? second.now : first.now
    return { operator: isNext ? 'next' : 'last', n: Math.abs(far.n), unit: far.unit }
  }
  if (!isRelative(first)) return null
  const operator = atom.op === 'lt' || atom.op === 'le' ? 'older' : 'later'
  return { operator, n: Math.abs(first.now.n), unit: first.now.unit }
}

/** Reads a condition back into the editor. */
export function draftOf(atom: FieldAtom, field: Field, timeZone: string): Draft {
  const draft = emptyDraft(atom.op as Operator)
  const values = Array.isArray(atom.value) ? atom.value : [atom.value]
  if (field.kind === 'bool' && atom.op === 'eq') return { ...draft, operator: atom.value === false ? 'no' : 'yes' }
  if (field.kind === 'date' || field.kind === 'instant') {
    const relative = relativeDraft(atom)
    return relative ? { ...draft, ...relative } : { ...draft, from: calendarDay(values[0], timeZone), to: lastDay(values[1], timeZone) }
  }
  if (field.kind === 'number' || field.kind === 'money') {
    const scale = field.kind === 'money' ? 10 ** field.minor_units : 1
    const number = (value: unknown) => (typeof value === 'number' ? value / scale : null)
    return { ...draft, low: number(values[0]), high: number(values[1]) }
  }
  if (field.kind === 'text') return { ...draft, text: typeof values[0] === 'string' ? values[0] : '' }
  const many = values.filter((value): value is string => typeof value === 'string')
  const operator = atom.op === 'eq' ? 'in' : atom.op === 'ne' ? 'not_in' : (atom.op as Operator)
  return { ...draft, operator, many }
}

function dateAtom(draft: Draft, field: Field, timeZone: string): FieldAtom | null {
  const { operator, n, unit, from, to } = draft
  const code = field.code
  const isInstant = field.kind === 'instant'
  const at = (day: string) => (isInstant ? instantOf(day, '00:00', timeZone) : day)
  if (operator === 'last' || operator === 'next') {
    if (n === null) return null
    const range = operator === 'last' ? [ago(-n, unit), ago(0, unit)] : [ago(0, unit), ago(n, unit)]
    return { op: 'between', field: code, value: range }
  }
  if (operator === 'older' || operator === 'later') return n === null ? null : { op: operator === 'older' ? 'lt' : 'gt', field: code, value: ago(operator === 'older' ? -n : n, unit) }
  if (operator === 'between') return from && to ? { op: 'between', field: code, value: [at(from), isInstant ? at(dayPlus(to, 1)) : to] } : null
  return from ? { op: operator, field: code, value: at(from) } : null
}

/** The condition a draft means; null while something is missing. */
export function atomOf(draft: Draft, field: Field, timeZone: string): FieldAtom | null {
  const { operator } = draft
  const code = field.code
  if (operator === 'is_empty' || operator === 'not_empty') return { op: operator, field: code }
  if (operator === 'yes' || operator === 'no') return { op: 'eq', field: code, value: operator === 'yes' }
  if (field.kind === 'date' || field.kind === 'instant') return dateAtom(draft, field, timeZone)
  if (field.kind === 'number' || field.kind === 'money') {
    const scale = field.kind === 'money' ? 10 ** field.minor_units : 1
    const value = (one: number) => (scale === 1 ? one : Math.round(one * scale))
    if (draft.low === null || (operator === 'between' && draft.high === null)) return null
    return { op: operator, field: code, value: operator === 'between' ? [value(draft.low), value(draft.high ?? 0)] : value(draft.low) }
  }
  if (field.kind === 'text') return draft.text.trim() ? { op: operator, field: code, value: draft.text.trim() } : null
  return draft.many.length > 0 ? { op: operator, field: code, value: draft.many } : null
}
