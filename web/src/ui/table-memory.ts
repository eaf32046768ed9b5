import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react'

/** How a table was left: how far it was scrolled, and the row that was current or opened last. */
interface Left {
  top: number
  rowId: string | null
}

const tables = new Map<string, Left>()
const mostTables = 40

/** One table with one set of filters; which row is current makes no other table of it. */
function placeOf(name: string, currentId: string | null): string {
  const search = new URLSearchParams(window.location.search)
  for (const [key, value] of [...search]) if (currentId !== null && value.includes(currentId)) search.delete(key)
  return `${name} ${window.location.pathname}?${search.toString()}`
}

interface Memory {
  /** The row that was current or opened when the table was left, '' for none. */
  lastId: string
  remember: (id: string | null) => void
}

/** Keeps how the table was left, so that whoever comes back from a record finds it as it was. */
export function useTableMemory(name: string | undefined, currentId: string | null, scroll: RefObject<HTMLElement | null>, hasRows: boolean): Memory {
  const place = useRef('')
  const rowId = useRef<string | null>(null)
  const [left] = useState(() => (name === undefined ? undefined : tables.get(placeOf(name, currentId))))
  const waiting = useRef(left)
  useLayoutEffect(() => { if (name !== undefined) place.current = placeOf(name, currentId) })
  useLayoutEffect(() => {
    if (!hasRows || waiting.current === undefined || scroll.current === null) return
    scroll.current.scrollTo({ top: waiting.current.top })
    waiting.current = undefined
  }, [hasRows, scroll])
  useEffect(() => {
    const element = scroll.current
    let top = waiting.current?.top ?? element?.scrollTop ?? 0
    // A table that is being taken off the page tells no more how far it was scrolled.
    const note = () => { top = element?.scrollTop ?? 0 }
    // Before the link of a row takes the click for itself.
    const press = ({ target }: Event) => {
      const row = target instanceof Element ? target.closest('[data-row]') : null
      if (row instanceof HTMLElement) rowId.current = row.dataset.row ?? null
    }
    element?.addEventListener('click', press, true)
    element?.addEventListener('scroll', note, { passive: true })
    return () => {
      element?.removeEventListener('scroll', note)
      element?.removeEventListener('click', press, true)
      if (!place.current) return
      tables.delete(place.current)
      tables.set(place.current, { top, rowId: rowId.current })
      const oldest = tables.keys().next().value
      if (tables.size > mostTables && oldest !== undefined) tables.delete(oldest)
    }
  }, [scroll])
  return { lastId: left?.rowId ?? '', remember: (id) => { rowId.current = id } }
}
