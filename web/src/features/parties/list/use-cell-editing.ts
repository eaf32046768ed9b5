import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useFields } from '@/api/fields'
import { useCan } from '@/api/permissions'
import { isProblem } from '@/api/problem'
import { useCommands } from '@/lib/commands/use-commands'
import { showToast } from '@/ui/toast'
import { changeParty } from '../api/parties'
import { listKey } from '../api/queries'
import type { Conflict, PartyRow } from '../api/types'
import { cellEdit, currentCell } from './cell-store'
import { canEditField } from '../values/can-edit-field'

export interface CellConflict {
  row: PartyRow
  conflict: Conflict
}

interface Options {
  rows: PartyRow[]
  currentId: string | null
  columns: string[]
  onConflict: (conflict: CellConflict) => void
}

function same(a: unknown, b: unknown): boolean {
  return (a ?? '') === (b ?? '')
}

/** Left and right choose a cell of the current row, Enter edits it; a conflict is asked, never overwritten. */
export function useCellEditing({ rows, currentId, columns, onConflict }: Options) {
  const { t } = useLingui()
  const { byCode } = useFields()
  const can = useCan()
  const client = useQueryClient()
  const editable = columns.filter((code) => { const field = byCode.get(code); return field !== undefined && canEditField(field, can) })
  const refresh = () => client.invalidateQueries({ queryKey: listKey })

  useEffect(() => { currentCell.set((now) => (now?.rowId === currentId ? now : null)) }, [currentId])
  useEffect(() => () => { currentCell.set(null); cellEdit.set(null) }, [])

  function step(by: number): void {
    if (!currentId) return
    const now = currentCell.get()
    const at = now ? editable.indexOf(now.column) + by : by > 0 ? 0 : editable.length - 1
    const column = editable[at]
    currentCell.set(column ? { rowId: currentId, column } : null)
  }

  function begin(): void {
    const place = currentCell.get()
    const row = rows.find((one) => one.id === place?.rowId)
    if (!place || !row) return
    const base = row.values[place.column] ?? null
    cellEdit.set({ ...place, base, draft: base })
  }

  async function write(row: PartyRow, code: string, value: unknown, base: unknown, isUndo = false): Promise<void> {
    await changeParty(row.id, { [code]: value }, { [code]: base })
    await refresh()
    const [label, name] = [byCode.get(code)?.label ?? code, row.display_name]
    if (!isUndo) showToast(t`${label} changed: ${name}`, { undo: () => write(row, code, base, value, true) })
  }

  async function commit(): Promise<void> {
    const edit = cellEdit.get()
    const row = rows.find((one) => one.id === edit?.rowId)
    if (!edit || edit.isSaving) return
    if (!row || same(edit.draft, edit.base)) { cellEdit.set(null); return }
    cellEdit.set({ ...edit, isSaving: true, error: undefined })
    try {
      await write(row, edit.column, edit.draft === '' ? null : edit.draft, edit.base)
      cellEdit.set(null)
    } catch (error) {
      const conflict = isProblem(error, 'parties.edit_conflict') ? (error.data.conflicts as Conflict[])[0] : undefined
      if (conflict) {
        cellEdit.set(null)
        onConflict({ row, conflict })
      } else {
        const detail = isProblem(error) ? (error.fieldError(edit.column) ?? error.detail) : ''
        cellEdit.set({ ...edit, isSaving: false, error: detail || t`Not saved. Your value is kept here.` })
      }
    }
  }

  const isIdle = () => cellEdit.get() === null
  const isOnRow = () => currentId !== null
  const onCell = () => isIdle() && currentCell.get() !== null
  useCommands([
    { id: 'parties.cellRight', label: msg`Next cell`, scope: 'list', shortcut: 'ArrowRight', when: () => isIdle() && editable.length > 0, isOnRow, run: () => { step(1) } },
    { id: 'parties.cellLeft', label: msg`Previous cell`, scope: 'list', shortcut: 'ArrowLeft', when: () => isIdle() && editable.length > 0, isOnRow, run: () => { step(-1) } },
    { id: 'parties.cellEdit', label: msg`Edit the cell`, scope: 'record', shortcut: 'Enter', when: () => isIdle() && editable.length > 0, isOnRow: () => currentCell.get() !== null, run: begin },
    { id: 'parties.cellLeave', label: msg`Leave the cell`, scope: 'record', shortcut: 'Escape', hidden: true, when: onCell, run: () => { currentCell.set(null) } },
  ])

  return { commit: () => void commit(), cancel: () => { cellEdit.set(null) }, write }
}
