import type { ReactNode } from 'react'

export interface Column<Row> {
  id: string
  header: string
  cell: (row: Row) => ReactNode
  /** Pixels; the person may change it by dragging the edge of the head. */
  width: number
  minWidth?: number
  /** Takes what the others leave. */
  isFlexible?: boolean
  align?: 'right'
  /** 1 never hides; the highest hides first when there is no room. 3 unless told. */
  priority?: number
  canSort?: boolean
  /** The one strong column: weight 500. */
  isName?: boolean
  /** Full text for the tooltip of a cut cell. */
  title?: (row: Row) => string
  /** Place in the two-line row of a phone; others are left out. */
  phone?: 'title' | 'value' | 'subtitle' | 'meta'
}

export interface Sort {
  field: string
  desc: boolean
}

export interface DataTableProps<Row> {
  /** Name of the table for assistive technology. */
  label: string
  columns: Column<Row>[]
  rows: Row[]
  rowId: (row: Row) => string
  /** Makes the name cell a real link, so that it opens in a new tab too. */
  rowHref?: (row: Row) => string
  sort?: Sort | null
  onSort?: (sort: Sort | null) => void
  selected?: ReadonlySet<string>
  onSelect?: (selected: ReadonlySet<string>) => void
  /** On a phone a tap selects; it does too as soon as a long press has selected the first row. */
  isSelecting?: boolean
  /** The row under the cursor; the table keeps it itself when it is not given. */
  currentId?: string | null
  onCurrent?: (id: string | null) => void
  /** Enter, double click; a tap on a phone. */
  onOpen?: (row: Row) => void
  hasMore?: boolean
  isLoadingMore?: boolean
  onLoadMore?: () => void
  isLoading?: boolean
  isRefreshing?: boolean
  error?: unknown
  onRetry?: () => void
  /** EmptyState or FilteredEmptyState. */
  empty?: ReactNode
  /** Under this name the widths chosen by dragging are kept. */
  layoutKey?: string
  isRelaxed?: boolean
  /** Off where two tables share a page: the second one has no J K X Enter. */
  withKeys?: boolean
}
