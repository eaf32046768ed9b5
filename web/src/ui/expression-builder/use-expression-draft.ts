import { useMemo } from 'react'
import { useHistory, type History } from '@/lib/hooks/use-history'
import type { ExpressionJson } from '@/lib/expression/expression'
import { isRowComplete } from '@/lib/expression/operators'
import { treeOf, writeTree, type EditNode, type GroupNode, type Written } from '@/lib/expression/tree'

export interface ExpressionDraft extends Written {
  root: GroupNode
  history: History<GroupNode>
  /** Rows that still lack a field or a value; they are not part of `json`. */
  missing: number
  rows: number
  /** Another expression is edited from now on; returns it in the order of keys that `json` has. */
  load: (json: ExpressionJson | null) => ExpressionJson
}

function rowsOf(node: EditNode): EditNode[] {
  return node.kind === 'group' ? node.of.flatMap(rowsOf) : [node]
}

/** The state behind an ExpressionBuilder: tree, undo, and the JSON of what is complete. */
export function useExpressionDraft(initial: ExpressionJson | null): ExpressionDraft {
  const history = useHistory<GroupNode>(() => treeOf(initial))
  const root = history.value
  const { reset } = history
  const written = useMemo(() => writeTree(root, isRowComplete), [root])
  const rows = useMemo(() => rowsOf(root), [root])
  const missing = rows.filter((row) => row.kind === 'row' && !isRowComplete(row)).length
  const load = useMemo(() => (json: ExpressionJson | null) => {
    const tree = treeOf(json)
    reset(tree)
    return writeTree(tree, isRowComplete).json
  }, [reset])
  return { ...written, root, history, missing, rows: rows.length, load }
}
