import { expect, test } from 'vitest'
import type { Field } from '@/api/fields'
import type { FieldKind } from '@/lib/expression/expression'
import { atomOf, draftOf } from './draft'
import type { FieldAtom } from './expression'

const zone = 'Europe/Kyiv'

function field(kind: FieldKind, code = `x.${kind}`): Field {
  return {
    code, kind, label: code, group: '', group_code: '', choices: [], currency: kind === 'money' ? 'UAH' : null, minor_units: 2, weight: 0, operators: [],
    is_custom: false, is_multilingual: false, is_tracked: true, can_filter: true, can_sort: true, can_list: true, can_edit: true, can_import: true,
  }
}

const conditions: [FieldKind, FieldAtom][] = [
  ['text', { op: 'contains', field: 'x.text', value: 'ор' }],
  ['number', { op: 'ge', field: 'x.number', value: 3.5 }],
  ['money', { op: 'between', field: 'x.money', value: [100_00, 250_50] }],
  ['bool', { op: 'eq', field: 'x.bool', value: false }],
  ['choice', { op: 'not_in', field: 'x.choice', value: ['a', 'b'] }],
  ['user', { op: 'in', field: 'x.user', value: ['018cbd2b-9800-757c-a149-4a86c7674878'] }],
  ['tags', { op: 'has_none', field: 'x.tags', value: ['018cbd2b-9800-757c-a149-4a86c7674878'] }],
  ['date', { op: 'eq', field: 'x.date', value: '2026-03-12' }],
  ['date', { op: 'between', field: 'x.date', value: [{ now: { n: -30, unit: 'day' } }, { now: { n: 0, unit: 'day' } }] }],
  ['date', { op: 'between', field: 'x.date', value: [{ now: { n: 0, unit: 'week' } }, { now: { n: 2, unit: 'week' } }] }],
  ['instant', { op: 'lt', field: 'x.instant', value: { now: { n: -6, unit: 'month' } } }],
  ['instant', { op: 'gt', field: 'x.instant', value: { now: { n: 1, unit: 'hour' } } }],
  ['instant', { op: 'ge', field: 'x.instant', value: '2026-03-11T22:00:00Z' }],
  ['instant', { op: 'between', field: 'x.instant', value: ['2026-03-11T22:00:00Z', '2026-03-14T22:00:00Z'] }],
  ['text', { op: 'is_empty', field: 'x.text' }],
]

test.each(conditions)('a condition of %s comes out of the editor as it went in', (kind, atom) => {
  expect(atomOf(draftOf(atom, field(kind), zone), field(kind), zone)).toEqual(atom)
})

test('an unfinished condition means nothing', () => {
  const money = field('money')
  const half = draftOf({ op: 'between', field: money.code, value: [100] }, money, zone)
  expect(atomOf(half, money, zone)).toBeNull()
  expect(atomOf({ ...half, operator: 'ge', low: null }, money, zone)).toBeNull()
})
