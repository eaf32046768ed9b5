import { msg } from '@lingui/core/macro'
import { useCommands } from '@/lib/commands/use-commands'

interface Options {
  isOn: boolean
  ids: string[]
  currentId: string | null
  canSelect: boolean
  onMove: (id: string, index: number) => void
  onToggle: (id: string) => void
  onOpen?: (id: string) => void
  onEscape: () => boolean
}

/** J K arrows X Enter Esc for the table that owns the keys of the page. */
export function useTableKeys({ isOn, ids, currentId, canSelect, onMove, onToggle, onOpen, onEscape }: Options): void {
  const at = currentId === null ? -1 : ids.indexOf(currentId)
  const hasRows = () => isOn && ids.length > 0
  const hasCurrent = () => isOn && at >= 0

  function step(by: number): void {
    const next = at < 0 ? (by > 0 ? 0 : ids.length - 1) : Math.min(ids.length - 1, Math.max(0, at + by))
    const id = ids[next]
    if (id !== undefined) onMove(id, next)
  }

  useCommands([
    { id: 'list.next', label: msg`Next row`, scope: 'list', isKeyOnly: true, shortcut: ['j', 'ArrowDown'], when: hasRows, run: () => { step(1) } },
    { id: 'list.previous', label: msg`Previous row`, scope: 'list', isKeyOnly: true, shortcut: ['k', 'ArrowUp'], when: hasRows, run: () => { step(-1) } },
    { id: 'list.select', label: msg`Select the row`, scope: 'list', isKeyOnly: true, shortcut: 'x', when: () => hasCurrent() && canSelect, run: () => { if (currentId !== null) onToggle(currentId) } },
    { id: 'list.open', label: msg`Open the row`, scope: 'list', isKeyOnly: true, shortcut: 'Enter', when: () => hasCurrent() && onOpen !== undefined, run: () => { if (currentId !== null) onOpen?.(currentId) } },
    { id: 'list.escape', label: msg`Leave the row, then the selection`, scope: 'list', isKeyOnly: true, shortcut: 'Escape', when: () => isOn, run: () => { onEscape() } },
  ])
}
