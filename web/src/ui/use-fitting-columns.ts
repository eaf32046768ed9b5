import { useMemo } from 'react'
import type { Column } from './data-table-types'

const usual = 3

function least<Row>(column: Column<Row>, widths: Record<string, number>): number {
  return column.isFlexible ? (column.minWidth ?? Math.min(column.width, 140)) : (widths[column.id] ?? column.width)
}

/** Drops columns of the highest priority number until the rest fits; the table never scrolls sideways. */
export function fitColumns<Row>(columns: Column<Row>[], widths: Record<string, number>, room: number): Column<Row>[] {
  const kept = new Set(columns)
  const total = () => [...kept].reduce((sum, column) => sum + least(column, widths), 0)
  const droppable = columns
    .filter((column) => (column.priority ?? usual) > 1 && !column.isName)
    .map((column, index) => ({ column, index }))
    .sort((a, b) => (b.column.priority ?? usual) - (a.column.priority ?? usual) || b.index - a.index)
  for (const { column } of droppable) {
    if (room <= 0 || total() <= room) break
    kept.delete(column)
  }
  return columns.filter((column) => kept.has(column))
}

export function useFittingColumns<Row>(columns: Column<Row>[], widths: Record<string, number>, room: number): Column<Row>[] {
  return useMemo(() => fitColumns(columns, widths, room), [columns, widths, room])
}
