import { expect, test } from 'vitest'
import type { Column } from './data-table-types'
import { fitColumns } from './use-fitting-columns'

const column = (id: string, width: number, rest: Partial<Column<null>> = {}): Column<null> => ({ id, header: id, width, cell: () => null, ...rest })
const columns = [
  column('name', 200, { isName: true, isFlexible: true, minWidth: 160 }),
  column('status', 90, { priority: 2 }),
  column('debt', 120, { priority: 1 }),
  column('stage', 120),
  column('next', 100, { priority: 4 }),
]

test('all stay while there is room', () => {
  expect(fitColumns(columns, {}, 800)).toHaveLength(5)
})

test('the least wanted go first, the name and the first rank never', () => {
  expect(fitColumns(columns, {}, 480).map((one) => one.id)).toEqual(['name', 'status', 'debt'])
  expect(fitColumns(columns, {}, 200).map((one) => one.id)).toEqual(['name', 'debt'])
})

test('a width chosen by the person counts', () => {
  expect(fitColumns(columns, { status: 300 }, 600).map((one) => one.id)).toEqual(['name', 'status', 'debt'])
})
