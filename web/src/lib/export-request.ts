import { createStore } from './store'

export interface ListToExport {
  subject: string
  /** Of the view or list: it names the file. */
  name: string
  /** What the list takes: filter, q, sort, columns. */
  query: object
  /** Chosen rows; without them the whole list goes into the file. */
  ids?: string[]
}

/** A list asks here to become a file; who makes files answers. */
export const exportRequest = createStore<ListToExport | null>(null)

export function askForExport(list: ListToExport): void {
  exportRequest.set(list)
}
