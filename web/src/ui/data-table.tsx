import { useVirtualizer } from '@tanstack/react-virtual'
import { useLingui } from '@lingui/react/macro'
import { useEffect, useId, useRef, useState } from 'react'
import { useIsPhone } from '@/lib/hooks/use-is-phone'
import { useWidth } from '@/lib/hooks/use-width'
import { Checkbox } from './checkbox'
import { DataTableHead } from './data-table-head'
import { DataTablePhoneRow } from './data-table-phone-row'
import { DataTableRow } from './data-table-row'
import { DataTableSheet } from './data-table-sheet'
import { DataTableSkeleton } from './data-table-skeleton'
import type { Column, DataTableProps } from './data-table-types'
import css from './data-table.module.css'
import { ErrorState } from './error-state'
import { ThinBar } from './thin-bar'
import { useColumnWidths } from './use-column-widths'
import { useFittingColumns } from './use-fitting-columns'
import { useTableCursor } from './use-table-cursor'

const tickWidth = 34

function templateOf<Row>(columns: Column<Row>[], widths: Record<string, number>, withTick: boolean): string {
  const hasFlexible = columns.some((column) => column.isFlexible)
  const tracks = columns.map((column, index) => {
    const width = widths[column.id] ?? column.width
    const takesRest = column.isFlexible || (!hasFlexible && index === columns.length - 1)
    return takesRest ? `minmax(${Math.min(width, column.minWidth ?? 140)}px, 1fr)` : `${width}px`
  })
  return [...(withTick ? [`${tickWidth}px`] : []), ...tracks].join(' ')
}

export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, columns, rows, rowId, selected, onSelect, error, onRetry, hasMore, isLoadingMore, onLoadMore } = props
  const { t } = useLingui()
  const tableId = useId()
  const scroll = useRef<HTMLDivElement>(null)
  const isPhone = useIsPhone()
  const room = useWidth(scroll)
  const canSelect = onSelect !== undefined && !isPhone
  const { widths, resizeHandler, nudge } = useColumnWidths(columns, props.layoutKey)
  const shown = useFittingColumns(columns, widths, room - (canSelect ? tickWidth : 0))
  const template = templateOf(shown, widths, canSelect)
  const rowHeight = isPhone ? 60 : props.isRelaxed ? 40 : 32
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => scroll.current, estimateSize: () => rowHeight, overscan: 12, scrollPaddingStart: isPhone ? 0 : 32, useFlushSync: false })
  const cursor = useTableCursor(props, isPhone, scroll, (index) => { virtual.scrollToIndex(index, { align: 'auto' }) })
  const [sheetId, setSheetId] = useState<string | null>(null)
  const visible = virtual.getVirtualItems()
  const lastVisible = visible.at(-1)?.index ?? 0

  useEffect(() => { virtual.measure() }, [rowHeight, virtual])
  useEffect(() => {
    if (hasMore && !isLoadingMore && !error && rows.length > 0 && lastVisible >= rows.length - 20) onLoadMore?.()
  }, [hasMore, isLoadingMore, error, lastVisible, rows.length, onLoadMore])

  const allTicked = rows.length > 0 && rows.every((row) => selected?.has(rowId(row)))
  const headTick = canSelect && (
    <div className={css.tick} role="columnheader">
      <Checkbox aria-label={t`Select all loaded rows`} checked={allTicked} isMixed={!allTicked && (selected?.size ?? 0) > 0} onChange={(isOn) => { onSelect(new Set(isOn ? rows.map(rowId) : [])) }} />
    </div>
  )
  const isEmpty = rows.length === 0 && !props.isLoading && !error
  const hasGrid = rows.length > 0 || Boolean(props.isLoading && !error)
  const sheetRow = isPhone && sheetId !== null ? rows.find((row) => rowId(row) === sheetId) : undefined
  const isPicking = onSelect !== undefined && isPhone && (props.isSelecting === true || (selected?.size ?? 0) > 0)
  const openOnPhone = (row: Row) => {
    if (props.onOpen) props.onOpen(row)
    else if (props.onCurrent) cursor.press(rowId(row))
    else setSheetId(rowId(row))
  }
  const grid = {
    role: 'grid',
    tabIndex: 0,
    'aria-label': label,
    'aria-rowcount': hasMore ? -1 : rows.length + 1,
    'aria-busy': props.isLoading,
    'aria-multiselectable': canSelect || isPicking || undefined,
    'aria-activedescendant': cursor.currentId === null ? undefined : `${tableId}-${cursor.currentId}`,
  }
  return (
    <div className={css.frame}>
      <ThinBar isActive={Boolean(props.isRefreshing || isLoadingMore) && rows.length > 0} />
      <div ref={scroll} className={css.scroll} {...(hasGrid ? grid : {})}>
        {!isPhone && hasGrid && <DataTableHead columns={shown} template={template} sort={props.sort} onSort={props.onSort} checkbox={headTick} onResizeStart={resizeHandler} onNudge={nudge} />}
        {props.isLoading && !error && rows.length === 0 && <DataTableSkeleton columns={shown} template={template} withCheckbox={canSelect} rowHeight={rowHeight} />}
        {!hasGrid && Boolean(error) && <ErrorState error={error} onRetry={onRetry} />}
        {isEmpty && props.empty}
        <div className={css.body} role={hasGrid ? 'rowgroup' : undefined} style={{ height: virtual.getTotalSize() }}>
          {visible.map((item) => {
            const row = rows[item.index]
            if (row === undefined) return null
            const id = rowId(row)
            const style = { transform: `translateY(${item.start}px)`, height: item.size, gridTemplateColumns: template }
            if (isPhone) return <DataTablePhoneRow key={id} id={`${tableId}-${id}`} row={row} index={item.index} columns={columns} style={style} onOpen={() => { openOnPhone(row) }} isSelected={isPicking ? (selected?.has(id) ?? false) : undefined} onToggle={onSelect && (() => { cursor.toggle(id) })} />
            return (
              <DataTableRow
                key={id}
                id={`${tableId}-${id}`}
                rowId={id}
                row={row}
                index={item.index}
                columns={shown}
                style={style}
                isCurrent={cursor.currentId === id}
                isSelected={canSelect ? (selected?.has(id) ?? false) : undefined}
                href={props.rowHref?.(row)}
                onPress={(event) => { cursor.press(id, event) }}
                onDoublePress={() => { props.onOpen?.(row) }}
                checkbox={canSelect && (
                  <div className={css.tick} role="gridcell" onClick={(event) => { event.stopPropagation() }} onDoubleClick={(event) => { event.stopPropagation() }}>
                    <Checkbox aria-label={t`Select the row`} checked={selected?.has(id) ?? false} onChange={() => { cursor.toggle(id) }} />
                  </div>
                )}
              />
            )
          })}
        </div>
      </div>
      {sheetRow !== undefined && <DataTableSheet label={label} row={sheetRow} columns={columns} onClose={() => { setSheetId(null) }} />}
      {hasGrid && Boolean(error) && <ErrorState error={error} onRetry={onRetry} />}
    </div>
  )
}
