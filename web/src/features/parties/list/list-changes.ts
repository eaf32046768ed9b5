import { createStore } from '@/lib/store'

/** Counts news about customers; the open list looks at it at its own pace. */
export const listChanges = createStore(0)

export function noteListChange(): void {
  listChanges.set((count) => count + 1)
}
