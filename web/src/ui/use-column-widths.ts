import { columnResizingFeature, columnSizingFeature, tableFeatures, useTable } from '@tanstack/react-table'
import { useMemo } from 'react'
import { usePref } from '@/lib/prefs'
import type { Column } from './data-table-types'

const features = tableFeatures({ columnSizingFeature, columnResizingFeature })
const none: Record<string, number> = {}
const noRows: never[] = []
const unnamed = 'table.unnamed'

interface Widths {
  widths: Record<string, number>
  resizeHandler: (columnId: string) => ((event: unknown) => void) | undefined
  nudge: (columnId: string, by: number) => void
}

/** Sizes of columns and their dragging; kept for this person under the layout's name. */
export function useColumnWidths<Row>(columns: Column<Row>[], layoutKey: string | undefined): Widths {
  const [widths, setWidths] = usePref<Record<string, number>>(layoutKey ? `table.${layoutKey}` : unnamed, none)
  const definitions = useMemo(() => columns.map((column) => ({ id: column.id, size: column.width, minSize: column.minWidth ?? 56, maxSize: 800 })), [columns])
  const table = useTable({
    features,
    columns: definitions,
    data: noRows,
    columnResizeMode: 'onChange',
    state: { columnSizing: widths },
    onColumnSizingChange: (next) => { setWidths(typeof next === 'function' ? next(widths) : next) },
  })
  const headers = layoutKey ? table.getFlatHeaders() : []
  return {
    widths,
    resizeHandler: (columnId) => headers.find((header) => header.column.id === columnId)?.getResizeHandler(),
    nudge: (columnId, by) => {
      const width = widths[columnId] ?? columns.find((column) => column.id === columnId)?.width ?? 100
      setWidths({ ...widths, [columnId]: Math.max(56, width + by) })
    },
  }
}
