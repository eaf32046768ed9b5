import { createStore } from '@/lib/store'

/** Whether the list of notifications is open: the bell and a key both turn it. */
export const noticesOpen = createStore(false)

export function toggleNotices(): void {
  noticesOpen.set((isOpen) => !isOpen)
}
