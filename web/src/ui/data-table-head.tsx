import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { Column, Sort } from './data-table-types'
import css from './data-table.module.css'
import { Icon } from './icon'

interface Props<Row> {
  columns: Column<Row>[]
  template: string
  sort?: Sort | null
  onSort?: (sort: Sort | null) => void
  checkbox: ReactNode
  onResizeStart: (columnId: string) => ((event: unknown) => void) | undefined
  onNudge: (columnId: string, by: number) => void
}

function nextSort(sort: Sort | null | undefined, field: string): Sort | null {
  if (sort?.field !== field) return { field, desc: false }
  return sort.desc ? null : { field, desc: true }
}

export function DataTableHead<Row>({ columns, template, sort, onSort, checkbox, onResizeStart, onNudge }: Props<Row>) {
  const { t } = useLingui()
  const direction = (id: string) => (sort?.field === id ? (sort.desc ? 'descending' : 'ascending') : undefined)
  return (
    <div className={css.head} role="row" aria-rowindex={1} style={{ gridTemplateColumns: template }}>
      {checkbox}
      {columns.map((column) => {
        const resize = onResizeStart(column.id)
        const isSortable = column.canSort && onSort
        const name = column.header
        const order = direction(column.id)
        const arrow = order && <Icon name={order === 'descending' ? 'chevron-down' : 'chevron-up'} size={12} />
        return (
          <div key={column.id} role="columnheader" aria-sort={isSortable ? (order ?? 'none') : undefined} className={`${css.th} ${column.align === 'right' ? css.right : ''}`}>
            {isSortable
              ? <button type="button" className={css.sort} onClick={() => { onSort(nextSort(sort, column.id)) }}><span className="el">{column.header}</span>{arrow}</button>
              : <span className="el" title={column.header}>{column.header}</span>}
            {resize && (
              <div
                className={css.resize}
                role="separator"
                aria-orientation="vertical"
                aria-label={t`Width of the column ${name}`}
                aria-valuenow={column.width}
                tabIndex={-1}
                onMouseDown={resize}
                onTouchStart={resize}
                onKeyDown={(event) => {
                  if (event.key === 'ArrowLeft') onNudge(column.id, -8)
                  if (event.key === 'ArrowRight') onNudge(column.id, 8)
                }}
              />
            )}
          </div>
        )
      })}
    </div>
  )
}
