import { createStore } from '@/lib/store'

export interface LastList {
  ids: string[]
  /** Address of the list, to come back to it as it was. */
  href: string
  title: string
}

/** The rows of the list seen last: J and K on a record go along them. */
export const lastList = createStore<LastList>({ ids: [], href: '/parties', title: '' })
