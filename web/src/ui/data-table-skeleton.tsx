import type { Column } from './data-table-types'
import css from './data-table.module.css'
import { Skeleton } from './skeleton'

interface Props<Row> {
  columns: Column<Row>[]
  template: string
  withCheckbox: boolean
  rowHeight: number
  count?: number
}

const widths = ['84%', '67%', '74%', '86%', '55%', '68%', '60%', '79%']

/** Bars in the final geometry; nothing for the first 150 ms. */
export function DataTableSkeleton<Row>({ columns, template, withCheckbox, rowHeight, count = 12 }: Props<Row>) {
  return (
    <div aria-hidden>
      {Array.from({ length: count }, (_, index) => (
        <div key={index} className={css.row} style={{ gridTemplateColumns: template, height: rowHeight, position: 'static' }}>
          {withCheckbox && <div className={css.tick} />}
          {columns.map((column) => (
            <div key={column.id} className={`${css.td} ${column.align === 'right' ? css.right : ''}`}>
              <span style={{ width: column.isName ? widths[index % widths.length] : '56px', maxWidth: '100%' }}><Skeleton width="100%" /></span>
            </div>
          ))}
        </div>
      ))}
    </div>
  )
}
