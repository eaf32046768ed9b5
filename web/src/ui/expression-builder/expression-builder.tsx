import { msg } from '@lingui/core/macro'
import { useMemo, useState } from 'react'
import type { ExpressionCatalogue, ExpressionProblem } from '@/lib/expression/expression'
import { countsById, newGroup, newRow, nodeAt, type GroupNode } from '@/lib/expression/tree'
import { duplicateNode, insertNode, moveNode, removeNode, replaceNode, stepNode, unwrapGroup, wrapNode } from '@/lib/expression/tree-edits'
import type { Scope } from '@/lib/commands/command'
import { useCommands } from '@/lib/commands/use-commands'
import { BuilderContext, type BuilderActions } from './builder-context'
import css from './expression-builder.module.css'
import { GroupView } from './group-view'
import type { ExpressionDraft } from './use-expression-draft'

interface Props {
  draft: ExpressionDraft
  catalogue: ExpressionCatalogue
  /** Depth first without the root, as the server gives them for `draft.json`. */
  nodeCounts?: number[]
  problems?: ExpressionProblem[]
  /** Marks what is unfinished; off until the person tries to save. */
  showsMissing?: boolean
  isReadOnly?: boolean
  isStale?: boolean
  /** `dialog` inside a drawer or dialog. */
  scope?: Scope
}

/** Nested AND, OR and NOT over the field catalogue. */
export function ExpressionBuilder({ draft, catalogue, nodeCounts, problems, showsMissing = false, isReadOnly = false, isStale, scope = 'page' }: Props) {
  const { root, history, shadow } = draft
  const [freshId, setFreshId] = useState<string | null>(null)
  const [focusedId, setFocusedId] = useState<string | null>(null)
  const counts = useMemo(() => countsById(shadow, nodeCounts ?? []), [shadow, nodeCounts])
  const named = useMemo(() => new Map((problems ?? []).map((one) => [nodeAt(shadow, one.loc) ?? root.id, one.msg])), [shadow, problems, root.id])
  const fields = useMemo(() => new Map(catalogue.fields.map((field) => [field.code, field])), [catalogue.fields])
  const set = (next: GroupNode, key?: string) => { history.change(next, key) }

  useCommands(isReadOnly ? [] : [
    { id: 'conditions.undo', label: msg`Undo an edit of conditions`, icon: 'undo', scope, shortcut: 'mod+z', inFields: true, when: () => history.canUndo, run: history.undo },
    { id: 'conditions.redo', label: msg`Redo an edit of conditions`, scope, shortcut: ['mod+shift+z', 'mod+y'], inFields: true, when: () => history.canRedo, run: history.redo },
    { id: 'conditions.add', label: msg`Add a condition`, icon: 'plus', scope, shortcut: 'alt+n', inFields: true, run: () => { actions.addRow(root) } },
    { id: 'conditions.up', label: msg`Move the condition up`, icon: 'chevron-up', scope, shortcut: 'alt+ArrowUp', inFields: true, when: () => focusedId !== null, run: () => { if (focusedId) actions.step(focusedId, -1) } },
    { id: 'conditions.down', label: msg`Move the condition down`, icon: 'chevron-down', scope, shortcut: 'alt+ArrowDown', inFields: true, when: () => focusedId !== null, run: () => { if (focusedId) actions.step(focusedId, 1) } },
  ])

  const actions: BuilderActions = {
    catalogue,
    fieldOf: (code) => fields.get(code),
    counts,
    problems: named,
    showsMissing,
    freshId,
    isReadOnly,
    replace: (node, key) => { set(replaceNode(root, node), key) },
    remove: (id) => { set(removeNode(root, id)) },
    addRow: (group) => {
      const row = newRow()
      setFreshId(row.id)
      set(insertNode(root, group.id, group.of.length, row))
    },
    addGroup: (group, op) => {
      const row = newRow()
      setFreshId(row.id)
      set(insertNode(root, group.id, group.of.length, newGroup(op, [row])))
    },
    step: (id, by) => { set(stepNode(root, id, by)) },
    move: (id, groupId, index) => { set(moveNode(root, id, groupId, index)) },
    wrap: (id, op) => { set(wrapNode(root, id, op)) },
    unwrap: (id) => { set(unwrapGroup(root, id)) },
    duplicate: (id) => { set(duplicateNode(root, id)[0]) },
  }
  return (
    <BuilderContext value={actions}>
      <div className={css.builder} data-stale={isStale || undefined} data-readonly={isReadOnly || undefined} onFocus={(event) => { setFocusedId(event.target.closest<HTMLElement>('[data-node]')?.dataset.node ?? null) }}><fieldset disabled={isReadOnly}><GroupView group={root} /></fieldset></div>
    </BuilderContext>
  )
}
