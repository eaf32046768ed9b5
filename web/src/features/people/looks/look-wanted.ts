import { createStore } from '@/lib/store'

export interface Wanted {
  id: string
  name: string
}

/** Whose eyes are asked for, from wherever: the drawer, the palette. */
export const lookWanted = createStore<Wanted | null>(null)
