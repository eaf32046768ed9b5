import { isRelative, type FieldInfo, type FieldKind, type RowValue } from './expression'
import { segmentField, type RowNode } from './tree'

export type Arity = 'none' | 'one' | 'range' | 'list'

export function arityOf(op: string): Arity {
  if (op === 'is_empty' || op === 'not_empty') return 'none'
  if (op === 'between') return 'range'
  return ['in', 'not_in', 'has_any', 'has_all', 'has_none'].includes(op) ? 'list' : 'one'
}

const redundant: Partial<Record<FieldKind, string[]>> = { choice: ['eq', 'ne'], user: ['eq', 'ne'], bool: ['ne'] }

/** What is offered for a field: of two operators that say the same, one; a saved one always stays. */
export function offeredOperators(field: FieldInfo, current: string | null): string[] {
  const hidden = redundant[field.kind] ?? []
  return field.operators.filter((op) => op === current || !hidden.includes(op))
}

const preferred: Record<FieldKind, string> = {
  text: 'contains', number: 'ge', money: 'ge', bool: 'eq', date: 'ge', instant: 'ge', choice: 'in', tags: 'has_any', user: 'in',
}

export function startingOperator(field: FieldInfo): string {
  const wanted = preferred[field.kind]
  return field.operators.includes(wanted) ? wanted : (field.operators[0] ?? 'eq')
}

/** The value that survives a change of the operator. */
export function carriedValue(value: RowValue, from: string | null, to: string): RowValue {
  const [before, after] = [from ? arityOf(from) : 'none', arityOf(to)]
  if (before === after) return value
  const list = (Array.isArray(value) ? value : [value]).filter((one) => one !== null)
  if (after === 'none') return null
  if (after === 'one') return list[0] ?? null
  if (after === 'range') return [list[0] ?? null, list[1] ?? null]
  return list.filter((one) => !isRelative(one))
}

function isFilled(value: unknown): boolean {
  return value !== null && value !== undefined && value !== ''
}

export function isRowComplete(row: RowNode): boolean {
  if (!row.field || !row.op) return false
  if (row.field === segmentField) return isFilled(row.value)
  const arity = arityOf(row.op)
  if (arity === 'none') return true
  if (arity === 'one') return isFilled(row.value) && !Array.isArray(row.value)
  if (!Array.isArray(row.value)) return false
  return arity === 'range' ? row.value.length === 2 && row.value.every(isFilled) : row.value.length > 0
}
