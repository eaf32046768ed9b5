import { useLingui } from '@lingui/react/macro'
import { useState, type DragEvent, type KeyboardEvent } from 'react'
import { useFields } from '@/api/fields'
import { Checkbox } from '@/ui/checkbox'
import { Icon } from '@/ui/icon'
import { TextInput } from '@/ui/text-input'
import css from './filter.module.css'

interface Props {
  columns: string[]
  onChange: (columns: string[]) => void
}

/** Shown columns in their order, moved by dragging or Alt with arrows; the others below. */
export function ColumnsChooser({ columns, onChange }: Props) {
  const { t } = useLingui()
  const { all, byCode } = useFields()
  const [text, setText] = useState('')
  const [dragged, setDragged] = useState<number | null>(null)
  const [target, setTarget] = useState<number | null>(null)
  const shown = columns.filter((code) => byCode.has(code))
  const matches = (label: string) => label.toLowerCase().includes(text.trim().toLowerCase())
  const rest = all.filter((field) => field.can_list && field.code !== 'party.name' && !columns.includes(field.code) && matches(field.label))

  function move(from: number, to: number): void {
    if (to < 0 || to >= shown.length || from === to) return
    const next = [...shown]
    next.splice(to, 0, ...next.splice(from, 1))
    onChange(next)
  }

  /** The line moves to the other group; the focus goes with it. */
  function toggle(code: string, next: string[]): void {
    onChange(next)
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-toggle="${code}"] input`)?.focus({ preventScroll: true }))
  }

  function onKeyDown(event: KeyboardEvent<HTMLElement>, index: number): void {
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0
    if (!by) return
    event.preventDefault()
    const list = event.currentTarget.parentElement
    if (event.altKey) move(index, index + by)
    requestAnimationFrame(() => list?.querySelectorAll<HTMLElement>('[data-column]')[index + by]?.focus())
  }

  function drop(event: DragEvent, index: number): void {
    event.preventDefault()
    if (dragged !== null) move(dragged, index > dragged ? index - 1 : index)
    setDragged(null)
    setTarget(null)
  }

  return (
    <div className={css.pop}>
      <TextInput icon="search" aria-label={t`Find a column`} placeholder={t`Find a column`} value={text} onChange={setText} data-autofocus />
      <div className={css.columns}>
        <div className={css.group} id="columns-shown">{t`Shown; drag, or Alt and arrows`}</div>
        {shown.map((code, index) => {
          const [label, place, total] = [byCode.get(code)?.label ?? code, index + 1, shown.length]
          return (
          <div
            key={code}
            data-column={code}
            data-toggle={code}
            tabIndex={0}
            role="group"
            aria-label={t`${label}, column ${place} of ${total}`}
            className={[css.item, dragged === index && css.dragged, target === index && dragged !== null && css.target].filter(Boolean).join(' ')}
            draggable
            onDragStart={() => { setDragged(index) }}
            onDragEnd={() => { setDragged(null); setTarget(null) }}
            onDragOver={(event) => { event.preventDefault(); setTarget(index) }}
            onDrop={(event) => { drop(event, index) }}
            onKeyDown={(event) => { onKeyDown(event, index) }}
          >
            <span className={css.grip}><Icon name="grip" size={14} /></span>
            <Checkbox checked label={label} onChange={() => { toggle(code, shown.filter((one) => one !== code)) }} />
          </div>
          )
        })}
        <div className={css.group}>{t`Hidden`}</div>
        {rest.map((field) => (
          <div key={field.code} data-toggle={field.code} className={css.item}>
            <Checkbox checked={false} label={field.label} onChange={() => { toggle(field.code, [...shown, field.code]) }} />
          </div>
        ))}
        {rest.length === 0 && <span className="m t3">{t`Nothing found`}</span>}
      </div>
    </div>
  )
}
