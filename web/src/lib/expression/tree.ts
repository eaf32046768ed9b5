import { isGroupJson, type AtomJson, type ExpressionJson, type RowValue } from './expression'

/** The pseudo field of rows about belonging to another segment. */
export const segmentField = '@segment'

export interface GroupNode {
  id: string
  kind: 'group'
  /** `not` excludes whoever satisfies any of its rows. */
  op: 'and' | 'or' | 'not'
  of: EditNode[]
}

export interface RowNode {
  id: string
  kind: 'row'
  field: string | null
  op: string | null
  value: RowValue
}

export type EditNode = GroupNode | RowNode

let nextId = 1
export const newId = () => `n${nextId++}`

export function newRow(field: string | null = null, op: string | null = null, value: RowValue = null): RowNode {
  return { id: newId(), kind: 'row', field, op, value }
}

export function newGroup(op: GroupNode['op'], of: EditNode[] = []): GroupNode {
  return { id: newId(), kind: 'group', op, of }
}

function rowOf(json: AtomJson): RowNode {
  if (json.op === 'in_segment') return newRow(segmentField, 'in_segment', json.segment ?? null)
  return newRow(json.field ?? null, json.op, json.value ?? null)
}

function nodeOf(json: ExpressionJson): EditNode {
  if (!isGroupJson(json)) return rowOf(json)
  if (json.op !== 'not') return newGroup(json.op, json.of.map(nodeOf))
  const inner = json.of[0]
  if (!inner) return newGroup('not')
  if (inner.op === 'in_segment') return { ...rowOf(inner as AtomJson), op: 'not_in_segment' }
  if (isGroupJson(inner) && inner.op === 'or') return newGroup('not', inner.of.map(nodeOf))
  return newGroup('not', [nodeOf(inner)])
}

/** The root is always a group that asks for all or for any of its rows. */
export function treeOf(json: ExpressionJson | null | undefined): GroupNode {
  if (!json) return newGroup('and')
  const node = nodeOf(json)
  return node.kind === 'group' && node.op !== 'not' ? node : newGroup('and', [node])
}

/** Mirrors the JSON node by node; `id` is the edited node it came from, null where JSON has one more. */
export interface Shadow {
  id: string | null
  of: Shadow[]
}

export interface Written {
  json: ExpressionJson
  shadow: Shadow
}

function writtenRow(row: RowNode): Written {
  const shadow = { id: row.id, of: [] }
  if (row.field === segmentField) {
    const atom: ExpressionJson = { op: 'in_segment', segment: String(row.value) }
    if (row.op === 'in_segment') return { json: atom, shadow }
    return { json: { op: 'not', of: [atom] }, shadow: { id: row.id, of: [{ id: null, of: [] }] } }
  }
  const base = { op: row.op ?? '', field: row.field ?? '' }
  return { json: row.op === 'is_empty' || row.op === 'not_empty' ? base : { ...base, value: row.value }, shadow }
}

function writtenGroup(group: GroupNode, isComplete: (row: RowNode) => boolean): Written | null {
  const parts = group.of.map((child) => writeNode(child, isComplete)).filter((part) => part !== null)
  if (parts.length === 0) return null
  const json = parts.map((part) => part.json)
  const of = parts.map((part) => part.shadow)
  if (group.op !== 'not') return { json: { op: group.op, of: json }, shadow: { id: group.id, of } }
  if (parts.length === 1 && parts[0]) return { json: { op: 'not', of: json }, shadow: { id: group.id, of } }
  return { json: { op: 'not', of: [{ op: 'or', of: json }] }, shadow: { id: group.id, of: [{ id: null, of }] } }
}

function writeNode(node: EditNode, isComplete: (row: RowNode) => boolean): Written | null {
  if (node.kind === 'group') return writtenGroup(node, isComplete)
  return isComplete(node) ? writtenRow(node) : null
}

/** JSON of what is complete; unfinished rows and groups without rows are left out. */
export function writeTree(root: GroupNode, isComplete: (row: RowNode) => boolean): Written {
  return writtenGroup(root, isComplete) ?? { json: { op: root.op, of: [] }, shadow: { id: root.id, of: [] } }
}

/** Pairs counts given depth first (the root left out) with the nodes they belong to. */
export function countsById(shadow: Shadow, counts: number[]): Map<string, number> {
  const found = new Map<string, number>()
  let at = 0
  const walk = (part: Shadow): void => {
    for (const child of part.of) {
      const count = counts[at++]
      if (child.id !== null && count !== undefined) found.set(child.id, count)
      walk(child)
    }
  }
  walk(shadow)
  return found
}

/** The edited node that a place in the JSON belongs to: `['of', 0, 'value']`. */
export function nodeAt(shadow: Shadow, loc: (string | number)[]): string | null {
  let part: Shadow = shadow
  let id = shadow.id
  for (let at = 0; loc[at] === 'of' && typeof loc[at + 1] === 'number'; at += 2) {
    const next = part.of[loc[at + 1] as number]
    if (!next) break
    part = next
    id = next.id ?? id
  }
  return id
}
