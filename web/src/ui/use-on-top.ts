import { useEffect, useId } from 'react'
import { createStore, useStore } from '@/lib/store'

/** Open dialogs and drawers, the topmost last. */
const open = createStore<readonly string[]>([])

/** Whether this is the topmost one: Esc closes it alone, and what stands behind keeps what was filled in. */
export function useOnTop(isOpen: boolean): boolean {
  const id = useId()
  useEffect(() => {
    if (!isOpen) return
    open.set((now) => [...now, id])
    return () => { open.set((now) => now.filter((one) => one !== id)) }
  }, [id, isOpen])
  return useStore(open).at(-1) === id
}
