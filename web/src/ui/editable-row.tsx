import { useLingui } from '@lingui/react/macro'
import { useId, useState, type FocusEvent, type KeyboardEvent, type ReactNode } from 'react'
import { Button } from './button'
import { ConflictBox } from './conflict-box'
import { FieldMarks } from './field-marks'
import css from './key-value.module.css'
import { Status } from './status'

interface FieldConflict {
  mine: string
  theirs: string
  changedBy: string
  changedAt: string
  onTakeMine: () => void
  onTakeTheirs: () => void
}

interface Props {
  label: string
  /** What is shown when nobody edits; null or '' offers "Fill in". */
  children: ReactNode
  /** The input, drawn instead of the value; call `done` after choosing, `cancel` to leave all as it was. */
  editor?: (control: { done: () => void; cancel: () => void }) => ReactNode
  /** Called when the editor closes by Enter or by leaving it; send the draft from here. */
  onCommit?: () => void
  /** Called by Escape; drop the draft here. */
  onCancel?: () => void
  isTracked?: boolean
  /** After the label instead of the plain marks: a switch of languages, a button of the history. */
  marks?: ReactNode
  isDated?: boolean
  isSaving?: boolean
  error?: string
  conflict?: FieldConflict | null
}

/** An attribute that becomes an input on click or Enter, at the same height. */
export function EditableRow({ label, children, editor, onCommit, onCancel, isTracked, isDated, marks, isSaving, error, conflict }: Props) {
  const { t } = useLingui()
  const [isEditing, setIsEditing] = useState(false)
  const valueId = useId()

  function close(finish?: () => void): void {
    setIsEditing(false)
    finish?.()
    requestAnimationFrame(() => document.getElementById(valueId)?.querySelector('button')?.focus())
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Escape') { event.stopPropagation(); close(onCancel) }
    if (event.key === 'Enter' && !event.defaultPrevented && !(event.target instanceof HTMLTextAreaElement)) close(onCommit)
  }

  function onBlur(event: FocusEvent): void {
    const next = event.relatedTarget
    const stays = next instanceof Element && (event.currentTarget.contains(next) || next.closest('[data-portal]') !== null)
    if (stays) return
    setIsEditing(false)
    onCommit?.()
  }

  const shown = typeof children === 'string' ? <span className="el">{children}</span> : children
  const isEmpty = children === null || children === undefined || children === ''
  return (
    <>
      <dt className={css.key}><span className="el" title={label}>{label}</span>{marks ?? <FieldMarks isTracked={isTracked} isDated={isDated} />}</dt>
      <dd className={css.value} id={valueId} aria-busy={isSaving || undefined}>
        {isEditing && editor && (
          <div className={css.editor} onKeyDown={onKeyDown} onBlur={onBlur}>{editor({ done: () => { close(onCommit) }, cancel: () => { close(onCancel) } })}</div>
        )}
        {!isEditing && !editor && (isEmpty ? <span className="t3">{t`none`}</span> : <span className={css.plain}>{shown}</span>)}
        {!isEditing && editor && (isEmpty
          ? <Button variant="link" className={css.fill} onClick={() => { setIsEditing(true) }} aria-label={t`Fill in: ${label}`}>{t`Fill in`}</Button>
          : <button type="button" className={css.shown} onClick={() => { setIsEditing(true) }} title={t`Edit: ${label}`}>{shown}</button>)}
        {error && <p className={css.error}><Status tone="bad" />{error}</p>}
      </dd>
      {conflict && <dd className={css.wide}><ConflictBox field={label} {...conflict} /></dd>}
    </>
  )
}
