import { Link } from '@tanstack/react-router'
import type { CSSProperties, MouseEvent, ReactNode } from 'react'
import type { Column } from './data-table-types'
import css from './data-table.module.css'

interface Props<Row> {
  id: string
  row: Row
  index: number
  columns: Column<Row>[]
  style: CSSProperties
  isCurrent: boolean
  isSelected: boolean | undefined
  checkbox: ReactNode
  rowId: string
  href?: string
  onPress: (event: MouseEvent) => void
  onDoublePress: () => void
}

function stopPlainClick(event: MouseEvent): void {
  if (!event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) event.preventDefault()
}

export function DataTableRow<Row>({ id, rowId, row, index, columns, style, isCurrent, isSelected, checkbox, href, onPress, onDoublePress }: Props<Row>) {
  const classes = [css.row, isCurrent && css.current, isSelected && css.selected].filter(Boolean).join(' ')
  return (
    <div id={id} data-row={rowId} role="row" aria-rowindex={index + 2} aria-selected={isSelected ?? isCurrent} className={classes} style={style} onClick={onPress} onDoubleClick={onDoublePress}>
      {checkbox}
      {columns.map((column) => {
        const content = column.cell(row)
        const isText = typeof content === 'string'
        const title = column.title?.(row) ?? (isText ? content : undefined)
        return (
          <div key={column.id} role="gridcell" title={title} className={[css.td, column.align === 'right' && css.right, column.isName && css.name].filter(Boolean).join(' ')}>
            {column.isName && href ? <Link to={href} className="el" tabIndex={-1} onClick={stopPlainClick}>{content}</Link> : isText ? <span className="el">{content}</span> : content}
          </div>
        )
      })}
    </div>
  )
}
