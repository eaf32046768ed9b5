import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { Field } from '@/api/fields'
import type { FieldKind } from '@/lib/expression/expression'

/** An operator as a person chooses it: one of the language's, or a shape of it for dates. */
export type Operator =
  | 'contains' | 'starts' | 'eq' | 'ne' | 'in' | 'not_in' | 'lt' | 'le' | 'gt' | 'ge' | 'between'
  | 'is_empty' | 'not_empty' | 'has_any' | 'has_all' | 'has_none'
  | 'last' | 'next' | 'older' | 'later' | 'yes' | 'no' | 'inside' | 'outside'

const numeric: Operator[] = ['ge', 'le', 'between', 'eq', 'ne', 'gt', 'lt', 'is_empty', 'not_empty']

const offered: Record<FieldKind, Operator[]> = {
  text: ['contains', 'starts', 'eq', 'ne', 'is_empty', 'not_empty'],
  number: numeric,
  money: numeric,
  bool: ['yes', 'no', 'is_empty', 'not_empty'],
  date: ['last', 'next', 'older', 'later', 'eq', 'lt', 'gt', 'between', 'is_empty', 'not_empty'],
  instant: ['last', 'older', 'next', 'later', 'lt', 'ge', 'between', 'is_empty', 'not_empty'],
  choice: ['in', 'not_in', 'is_empty', 'not_empty'],
  user: ['in', 'not_in', 'is_empty', 'not_empty'],
  tags: ['has_any', 'has_all', 'has_none', 'is_empty', 'not_empty'],
}

const needs: Partial<Record<Operator, string>> = { last: 'between', next: 'between', older: 'lt', later: 'gt', yes: 'eq', no: 'eq' }

/** What the server allows for the field, in the words of a list. */
export function operatorsOf(field: Field): Operator[] {
  if (field.operators.length === 0) return offered[field.kind]
  return offered[field.kind].filter((operator) => field.operators.includes(needs[operator] ?? operator))
}

export const operatorWords: Record<Operator, MessageDescriptor> = {
  contains: msg`contains`, starts: msg`starts with`, eq: msg`equals`, ne: msg`does not equal`, in: msg`is one of`, not_in: msg`is none of`,
  lt: msg`less than`, le: msg`at most`, gt: msg`more than`, ge: msg`at least`, between: msg`between`, is_empty: msg`is empty`, not_empty: msg`is filled in`,
  has_any: msg`has any of`, has_all: msg`has all of`, has_none: msg`has none of`,
  last: msg`in the last`, next: msg`in the next`, older: msg`longer ago than`, later: msg`further ahead than`, yes: msg`yes`, no: msg`no`,
  inside: msg`is in`, outside: msg`is not in`,
}

export const dateOperatorWords: Partial<Record<Operator, MessageDescriptor>> = { eq: msg`on`, lt: msg`before`, gt: msg`after`, ge: msg`since` }
