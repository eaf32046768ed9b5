import type { KeyboardEvent } from 'react'
import type { Field } from '@/api/fields'
import { useStore } from '@/lib/store'
import type { PartyRow } from '../api/types'
import { ValueEditor } from '../values/value-editor'
import { ValueView } from '../values/value-view'
import { cellEdit, currentCell, isAt } from './cell-store'
import css from './cell.module.css'

interface Props {
  row: PartyRow
  field: Field
  isRight?: boolean
  onCommit: () => void
  onCancel: () => void
}

/** A value that becomes an input on Enter, with the inset ring, at the same height. */
export function ListCell({ row, field, isRight, onCommit, onCancel }: Props) {
  const isCurrent = isAt(useStore(currentCell), row.id, field.code)
  const edit = useStore(cellEdit)
  if (!edit || !isAt(edit, row.id, field.code)) {
    return <span className={[css.cell, isRight && css.right, isCurrent && css.current].filter(Boolean).join(' ')}><ValueView field={field} value={row.values[field.code]} isShort /></span>
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Escape') { event.stopPropagation(); event.preventDefault(); onCancel() }
    if (event.key === 'Enter' && !event.defaultPrevented) { event.stopPropagation(); event.preventDefault(); onCommit() }
  }

  return (
    <div
      className={css.editor}
      onKeyDown={onKeyDown}
      onClick={(event) => { event.stopPropagation() }}
      onDoubleClick={(event) => { event.stopPropagation() }}
      onBlur={(event) => {
        const next = event.relatedTarget
        if (!(next instanceof Element && (event.currentTarget.contains(next) || next.closest('[data-portal]')))) onCommit()
      }}
    >
      <ValueEditor field={field} value={edit.draft} error={edit.error} onChange={(draft) => { cellEdit.set((now) => now && { ...now, draft }) }} onDone={onCommit} />
    </div>
  )
}
