import { useState, type MouseEvent, type RefObject } from 'react'
import type { DataTableProps } from './data-table-types'
import { useTableMemory } from './table-memory'
import { useTableKeys } from './use-table-keys'

interface Cursor {
  currentId: string | null
  press: (id: string, event?: MouseEvent) => void
  toggle: (id: string) => void
}

function between(ids: string[], from: string, to: string): string[] {
  const [a, b] = [ids.indexOf(from), ids.indexOf(to)].sort((x, y) => x - y)
  return a === undefined || b === undefined || a < 0 ? [] : ids.slice(a, b + 1)
}

/** Which row is current and which are selected, by mouse and by keys alike. */
export function useTableCursor<Row>(props: DataTableProps<Row>, isPhone: boolean, scroll: RefObject<HTMLElement | null>, scrollTo: (index: number) => void): Cursor {
  const { rows, rowId, selected, onSelect, onOpen, onCurrent } = props
  const [kept, setKept] = useState<string | null>(null)
  const [anchor, setAnchor] = useState<string | null>(null)
  const currentId = props.currentId === undefined ? kept : props.currentId
  const ids = rows.map(rowId)
  const hasKeys = (props.withKeys ?? true) && !isPhone
  const memory = useTableMemory(props.withKeys ?? true ? (props.layoutKey ?? props.label) : undefined, props.currentId ?? null, scroll, ids.length > 0)

  function setCurrent(id: string | null): void {
    setKept(id)
    memory.remember(id)
    onCurrent?.(id)
  }

  function select(change: (next: Set<string>) => void): void {
    const next = new Set(selected)
    change(next)
    onSelect?.(next)
  }

  function toggle(id: string): void {
    setAnchor(id)
    select((next) => { if (!next.delete(id)) next.add(id) })
  }

  function openRow(id: string): void {
    memory.remember(id)
    const row = rows.find((one) => rowId(one) === id)
    if (row !== undefined) onOpen?.(row)
  }

  function press(id: string, event?: MouseEvent): void {
    if (event?.shiftKey && onSelect) {
      window.getSelection()?.removeAllRanges()
      select((next) => { between(ids, anchor ?? currentId ?? id, id).forEach((one) => next.add(one)) })
    } else if (event && (event.ctrlKey || event.metaKey)) {
      if (onSelect && !(event.target instanceof Element && event.target.closest('a'))) toggle(id)
    } else if (!onCurrent && onOpen) openRow(id)
    else setCurrent(id)
  }

  function escape(): boolean {
    if (currentId !== null) setCurrent(null)
    else if (selected?.size) onSelect?.(new Set())
    else return false
    return true
  }

  useTableKeys({
    isOn: hasKeys,
    ids,
    currentId,
    lastId: memory.lastId,
    canSelect: onSelect !== undefined,
    onMove: (id, index) => { setCurrent(id); scrollTo(index) },
    onToggle: toggle,
    onOpen: onOpen && openRow,
    onEscape: escape,
  })
  return { currentId, press, toggle }
}
