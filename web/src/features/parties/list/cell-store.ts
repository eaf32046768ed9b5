import { createStore } from '@/lib/store'

export interface CellPlace {
  rowId: string
  column: string
}

export interface CellEdit extends CellPlace {
  /** What the person saw when the editor opened. */
  base: unknown
  draft: unknown
  isSaving?: boolean
  error?: string
}

/** The cell under the cursor of the list. */
export const currentCell = createStore<CellPlace | null>(null)

/** The cell being edited; kept outside the table, so that scrolling away loses nothing. */
export const cellEdit = createStore<CellEdit | null>(null)

export function isAt(place: CellPlace | null, rowId: string, column: string): boolean {
  return place?.rowId === rowId && place.column === column
}
