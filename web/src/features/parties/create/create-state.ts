import { createStore } from '@/lib/store'

/** null: closed; otherwise what was typed before, such as a number nobody has yet. */
export const creating = createStore<{ name: string } | null>(null)

export function openCreate(name = ''): void {
  creating.set({ name })
}
