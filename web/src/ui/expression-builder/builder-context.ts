import { createContext, use } from 'react'
import type { ExpressionCatalogue, FieldInfo } from '@/lib/expression/expression'
import type { EditNode, GroupNode } from '@/lib/expression/tree'

export interface BuilderActions {
  catalogue: ExpressionCatalogue
  fieldOf: (code: string) => FieldInfo | undefined
  counts: ReadonlyMap<string, number>
  problems: ReadonlyMap<string, string>
  /** Unfinished rows are named only after an attempt to go on. */
  showsMissing: boolean
  /** The row that was just added opens its list of fields. */
  freshId: string | null
  isReadOnly: boolean
  replace: (node: EditNode, key?: string) => void
  remove: (id: string) => void
  addRow: (group: GroupNode) => void
  addGroup: (group: GroupNode, op: GroupNode['op']) => void
  step: (id: string, by: 1 | -1) => void
  move: (id: string, groupId: string, index: number) => void
  wrap: (id: string, op: GroupNode['op']) => void
  unwrap: (id: string) => void
  duplicate: (id: string) => void
}

export const BuilderContext = createContext<BuilderActions | null>(null)

export function useBuilder(): BuilderActions {
  const actions = use(BuilderContext)
  if (!actions) throw new Error('outside of ExpressionBuilder')
  return actions
}
