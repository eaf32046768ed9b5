import { newGroup, newId, type EditNode, type GroupNode } from './tree'

/** All edits return a new tree; what is not touched keeps its identity. */

export function findNode(root: GroupNode, id: string): EditNode | null {
  if (root.id === id) return root
  for (const child of root.of) {
    if (child.id === id) return child
    const inner = child.kind === 'group' ? findNode(child, id) : null
    if (inner) return inner
  }
  return null
}

export function parentOf(root: GroupNode, id: string): GroupNode | null {
  for (const child of root.of) {
    if (child.id === id) return root
    const inner = child.kind === 'group' ? parentOf(child, id) : null
    if (inner) return inner
  }
  return null
}

function mapGroup(group: GroupNode, id: string, change: (group: GroupNode) => GroupNode): GroupNode {
  if (group.id === id) return change(group)
  const of = group.of.map((child) => (child.kind === 'group' ? mapGroup(child, id, change) : child))
  return of.some((child, index) => child !== group.of[index]) ? { ...group, of } : group
}

export function replaceNode(root: GroupNode, next: EditNode): GroupNode {
  if (next.id === root.id) return next as GroupNode
  const parent = parentOf(root, next.id)
  if (!parent) return root
  return mapGroup(root, parent.id, (group) => ({ ...group, of: group.of.map((child) => (child.id === next.id ? next : child)) }))
}

export function removeNode(root: GroupNode, id: string): GroupNode {
  const parent = parentOf(root, id)
  return parent ? mapGroup(root, parent.id, (group) => ({ ...group, of: group.of.filter((child) => child.id !== id) })) : root
}

export function insertNode(root: GroupNode, groupId: string, index: number, node: EditNode): GroupNode {
  return mapGroup(root, groupId, (group) => ({ ...group, of: [...group.of.slice(0, index), node, ...group.of.slice(index)] }))
}

/** Moves a node to a place counted before it is taken out; a group never moves into itself. */
export function moveNode(root: GroupNode, id: string, groupId: string, index: number): GroupNode {
  const node = findNode(root, id)
  const from = parentOf(root, id)
  if (!node || !from || (node.kind === 'group' && findNode(node, groupId))) return root
  const at = from.of.findIndex((child) => child.id === id)
  const shifted = from.id === groupId && at < index ? index - 1 : index
  if (from.id === groupId && shifted === at) return root
  return insertNode(removeNode(root, id), groupId, shifted, node)
}

/** One step up or down as it is seen on the screen: into a neighboring group, or out of the own one. */
export function stepNode(root: GroupNode, id: string, step: 1 | -1): GroupNode {
  const parent = parentOf(root, id)
  if (!parent) return root
  const at = parent.of.findIndex((child) => child.id === id)
  const neighbor = parent.of[at + step]
  if (neighbor?.kind === 'group') return moveNode(root, id, neighbor.id, step > 0 ? 0 : neighbor.of.length)
  if (neighbor) return moveNode(root, id, parent.id, step > 0 ? at + 2 : at - 1)
  const outer = parentOf(root, parent.id)
  if (!outer) return root
  const place = outer.of.findIndex((child) => child.id === parent.id)
  return moveNode(root, id, outer.id, step > 0 ? place + 1 : place)
}

export function wrapNode(root: GroupNode, id: string, op: GroupNode['op']): GroupNode {
  const parent = parentOf(root, id)
  const node = findNode(root, id)
  if (!parent || !node) return root
  const group = newGroup(op, [node])
  return mapGroup(root, parent.id, (outer) => ({ ...outer, of: outer.of.map((child) => (child.id === id ? group : child)) }))
}

/** Puts the rows of a group in its place. */
export function unwrapGroup(root: GroupNode, id: string): GroupNode {
  const group = findNode(root, id)
  const parent = parentOf(root, id)
  if (group?.kind !== 'group' || !parent) return root
  return mapGroup(root, parent.id, (outer) => ({ ...outer, of: outer.of.flatMap((child) => (child.id === id ? group.of : [child])) }))
}

function copied(node: EditNode): EditNode {
  return node.kind === 'group' ? newGroup(node.op, node.of.map(copied)) : { ...node, id: newId() }
}

/** Returns the tree and the id of the copy, which stands right after the original. */
export function duplicateNode(root: GroupNode, id: string): [GroupNode, string] {
  const node = findNode(root, id)
  const parent = parentOf(root, id)
  if (!node || !parent) return [root, id]
  const copy = copied(node)
  return [insertNode(root, parent.id, parent.of.findIndex((child) => child.id === id) + 1, copy), copy.id]
}
