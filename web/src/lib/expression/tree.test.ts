import { describe, expect, it } from 'vitest'
import type { ExpressionJson } from './expression'
import { carriedValue, isRowComplete } from './operators'
import { countsById, newRow, nodeAt, treeOf, writeTree, type GroupNode } from './tree'
import { duplicateNode, moveNode, removeNode, stepNode, unwrapGroup, wrapNode } from './tree-edits'

const a = { op: 'eq', field: 'a', value: 1 }
const b = { op: 'is_empty', field: 'b' }
const c = { op: 'in', field: 'c', value: ['x'] }
const inSegment = { op: 'in_segment', segment: 's' }
const write = (root: GroupNode) => writeTree(root, isRowComplete)
const fields = (root: GroupNode): unknown => root.of.map((one) => (one.kind === 'group' ? fields(one) : one.field))

describe('tree', () => {
  it.each<ExpressionJson>([
    { op: 'and', of: [] },
    { op: 'and', of: [a, { op: 'or', of: [b, c] }, { op: 'not', of: [a] }] },
    { op: 'or', of: [{ op: 'not', of: [{ op: 'or', of: [a, b] }] }, { op: 'not', of: [inSegment] }, inSegment] },
    { op: 'and', of: [{ op: 'not', of: [{ op: 'and', of: [a, b] }] }] },
  ])('reads and writes the same', (json) => {
    expect(write(treeOf(json)).json).toEqual(json)
  })

  it('puts a lone condition under a group', () => {
    expect(write(treeOf(a)).json).toEqual({ op: 'and', of: [a] })
  })

  it('leaves out what is unfinished', () => {
    const root = { ...treeOf({ op: 'and', of: [a] }) }
    const unfinished = { ...root, of: [...root.of, newRow('b', 'eq', null)] }
    expect(write(unfinished).json).toEqual({ op: 'and', of: [a] })
  })

  it('pairs counts and places with rows', () => {
    const root = treeOf({ op: 'and', of: [a, { op: 'not', of: [{ op: 'or', of: [b, c] }] }] })
    const { shadow } = write(root)
    const group = root.of[1] as GroupNode
    expect(countsById(shadow, [1, 2, 3, 4, 5])).toEqual(new Map([[root.of[0]?.id, 1], [group.id, 2], [group.of[0]?.id, 4], [group.of[1]?.id, 5]]))
    expect(nodeAt(shadow, ['of', 1, 'of', 0, 'of', 1, 'value'])).toBe(group.of[1]?.id)
    expect(nodeAt(shadow, [])).toBe(root.id)
  })
})

describe('edits', () => {
  const root = treeOf({ op: 'and', of: [a, { op: 'or', of: [b] }, c] })
  const [first, group, last] = root.of.map((one) => one.id) as [string, string, string]

  it('steps into a group and out of it', () => {
    const inside = stepNode(root, first, 1)
    expect(fields(inside)).toEqual([['a', 'b'], 'c'])
    expect(fields(stepNode(inside, first, -1))).toEqual(['a', ['b'], 'c'])
    expect(fields(stepNode(root, last, -1))).toEqual(['a', ['b', 'c']])
  })

  it('stays at the ends', () => {
    expect(stepNode(root, first, -1)).toBe(root)
    expect(stepNode(root, last, 1)).toBe(root)
  })

  it('moves, wraps, unwraps, copies and removes', () => {
    expect(fields(moveNode(root, last, root.id, 0))).toEqual(['c', 'a', ['b']])
    expect(moveNode(root, group, group, 0)).toBe(root)
    expect(fields(wrapNode(root, first, 'or'))).toEqual([['a'], ['b'], 'c'])
    expect(fields(unwrapGroup(root, group))).toEqual(['a', 'b', 'c'])
    expect(fields(duplicateNode(root, group)[0])).toEqual(['a', ['b'], ['b'], 'c'])
    expect(fields(removeNode(root, group))).toEqual(['a', 'c'])
  })
})

describe('values', () => {
  it('survive a change of the operator where they can', () => {
    expect(carriedValue(5, 'eq', 'between')).toEqual([5, null])
    expect(carriedValue([5, 7], 'between', 'ge')).toBe(5)
    expect(carriedValue({ now: { n: -3, unit: 'day' } }, 'ge', 'between')).toEqual([{ now: { n: -3, unit: 'day' } }, null])
    expect(carriedValue('x', 'eq', 'is_empty')).toBe(null)
  })
})
