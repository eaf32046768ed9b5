import { createStore } from '@/lib/store'

/** The file that is shown beside whatever page is open. */
export const openFileStore = createStore<string | null>(null)

export function openFile(id: string | null): void {
  openFileStore.set(id)
}
