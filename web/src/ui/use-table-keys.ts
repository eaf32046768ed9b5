import { msg } from '@lingui/core/macro'
import { useCommands } from '@/lib/commands/use-commands'

interface Options {
  isOn: boolean
  ids: string[]
  currentId: string | null
  /** Where the keys begin while no row is current: what was opened from this table last. */
  lastId: string
  canSelect: boolean
  onMove: (id: string, index: number) => void
  onToggle: (id: string) => void
  onOpen?: (id: string) => void
  onEscape: () => boolean
}

/** J K arrows X Enter Esc for the table that owns the keys of the page. */
export function useTableKeys({ isOn, ids, currentId, lastId, canSelect, onMove, onToggle, onOpen, onEscape }: Options): void {
  const at = currentId === null ? -1 : ids.indexOf(currentId)
  const hasRows = () => isOn && ids.length > 0
  const isOnRow = () => at >= 0

  function step(by: number): void {
    const last = ids.indexOf(lastId)
    const start = last >= 0 ? last : by > 0 ? 0 : ids.length - 1
    const next = at < 0 ? start : Math.min(ids.length - 1, Math.max(0, at + by))
    const id = ids[next]
    if (id !== undefined) onMove(id, next)
  }

  useCommands([
    { id: 'list.next', label: msg`Next row`, scope: 'list', isKeyOnly: true, shortcut: ['j', 'ArrowDown'], when: hasRows, run: () => { step(1) } },
    { id: 'list.previous', label: msg`Previous row`, scope: 'list', isKeyOnly: true, shortcut: ['k', 'ArrowUp'], when: hasRows, run: () => { step(-1) } },
    { id: 'list.select', label: msg`Select the row`, scope: 'list', isKeyOnly: true, shortcut: 'x', when: () => hasRows() && canSelect, isOnRow, run: () => { if (currentId !== null) onToggle(currentId) } },
    { id: 'list.open', label: msg`Open the row`, scope: 'list', isKeyOnly: true, shortcut: 'Enter', when: () => hasRows() && onOpen !== undefined, isOnRow, run: () => { if (currentId !== null) onOpen?.(currentId) } },
    { id: 'list.escape', label: msg`Leave the row, then the selection`, scope: 'list', isKeyOnly: true, shortcut: 'Escape', when: () => isOn, run: () => { onEscape() } },
  ])
}
