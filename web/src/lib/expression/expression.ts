/** Conditions as the server reads them, and the catalogue of fields they may name. */

export type FieldKind = 'text' | 'number' | 'money' | 'bool' | 'date' | 'instant' | 'choice' | 'tags' | 'user'

export const timeUnits = ['minute', 'hour', 'day', 'week', 'month', 'year'] as const
export type TimeUnit = (typeof timeUnits)[number]

export interface RelativeTime {
  now: { n: number; unit: TimeUnit }
}

type Scalar = string | number | boolean
export type Operand = Scalar | RelativeTime
export type RowValue = Operand | (Operand | null)[] | null

export interface GroupJson {
  op: 'and' | 'or' | 'not'
  of: ExpressionJson[]
}

export interface AtomJson {
  op: string
  field?: string
  value?: RowValue
  segment?: string
}

export type ExpressionJson = GroupJson | AtomJson

/** Whether a part was taken out because it is about a field that the reader may not see. */
export function hasHidden(json: ExpressionJson | null): boolean {
  if (!json) return false
  return json.op === 'hidden' || (isGroupJson(json) && json.of.some(hasHidden))
}

interface FieldChoice {
  value: string
  label: string
}

export interface FieldInfo {
  code: string
  kind: FieldKind
  label: string
  /** Heading under which it is offered. */
  group: string
  choices: FieldChoice[]
  currency: string | null
  minor_units: number
  is_custom: boolean
  can_filter: boolean
  operators: string[]
}

/** Everything a condition may speak about, in the language of the viewer. */
export interface ExpressionCatalogue {
  fields: FieldInfo[]
  tags: FieldChoice[]
  users: FieldChoice[]
  segments: FieldChoice[]
}

export interface ExpressionProblem {
  loc: (string | number)[]
  code: string
  msg: string
}

export function isRelative(value: unknown): value is RelativeTime {
  return typeof value === 'object' && value !== null && 'now' in value
}

export function isGroupJson(json: ExpressionJson): json is GroupJson {
  return json.op === 'and' || json.op === 'or' || json.op === 'not'
}
