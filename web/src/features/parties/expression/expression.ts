import type { Operand } from '@/lib/expression/expression'

export interface FieldAtom {
  op: string
  field: string
  value?: Operand | Operand[]
}

export interface SegmentAtom {
  op: 'in_segment'
  segment: string
}

export interface Group {
  op: 'and' | 'or' | 'not'
  of: Expression[]
}

export type Expression = FieldAtom | SegmentAtom | Group

export function isGroup(expression: Expression): expression is Group {
  return 'of' in expression
}

export function isSegment(expression: Expression): expression is SegmentAtom {
  return expression.op === 'in_segment'
}

export function isField(expression: Expression): expression is FieldAtom {
  return 'field' in expression
}

/** What a filter bar shows as chips: the members of the outermost AND. */
export function conditionsOf(filter: Expression | undefined): Expression[] {
  if (!filter) return []
  return filter.op === 'and' && isGroup(filter) ? filter.of : [filter]
}

export function filterOf(conditions: Expression[]): Expression | undefined {
  return conditions.length === 0 ? undefined : { op: 'and', of: conditions }
}

export function isExpression(value: unknown): value is Expression {
  return typeof value === 'object' && value !== null && 'op' in value && ('field' in value || 'of' in value || 'segment' in value)
}

export function sameExpression(a: unknown, b: unknown): boolean {
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null)
}
