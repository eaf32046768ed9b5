import { useLingui } from '@lingui/react/macro'
import type { CSSProperties } from 'react'
import { Checkbox } from './checkbox'
import type { Column } from './data-table-types'
import css from './data-table.module.css'
import { useLongPress } from './use-long-press'

interface Props<Row> {
  id: string
  row: Row
  index: number
  columns: Column<Row>[]
  style: CSSProperties
  onOpen: () => void
  /** Whether the row is selected, while taps select; else a long press begins it. */
  isSelected?: boolean
  onToggle?: () => void
}

function Bit<Row>({ column, row }: { column: Column<Row>; row: Row }) {
  const content = column.cell(row)
  // A number in the second line says nothing without the word that stands over it in a wide table.
  const isBare = column.align === 'right' && column.phone !== 'value' && column.phone !== 'title'
  return (
    <span role="gridcell" className={css.bit}>
      {isBare && <span className="t3">{column.header}</span>}
      {typeof content === 'string' ? <span className="el">{content}</span> : content}
    </span>
  )
}

/** Two lines, 60 px: what and how much, then what state and when. */
export function DataTablePhoneRow<Row>({ id, row, index, columns, style, onOpen, isSelected, onToggle }: Props<Row>) {
  const { t } = useLingui()
  const isSelecting = isSelected !== undefined
  const act = isSelecting && onToggle ? onToggle : onOpen
  const touch = useLongPress(onToggle, act)
  const at = (place: Column<Row>['phone']) => columns.filter((column) => column.phone === place).map((column) => <Bit key={column.id} column={column} row={row} />)
  return (
    <div id={id} role="row" aria-rowindex={index + 1} aria-selected={isSelected} className={`${css.phoneRow} ${onToggle ? css.held : ''} ${isSelecting ? css.picking : ''} ${isSelected ? css.selected : ''}`} style={style} {...touch} tabIndex={0} onKeyDown={(event) => { if (event.key === 'Enter') act() }}>
      {isSelecting && (
        <div className={css.phoneTick} role="gridcell" onClick={(event) => { event.stopPropagation() }}>
          <Checkbox aria-label={t`Select the row`} checked={isSelected} onChange={() => { onToggle?.() }} />
        </div>
      )}
      <div className={css.phoneLine}><span className={css.phoneTitle}>{at('title')}</span><span className={css.phoneValue}>{at('value')}</span></div>
      <div className={css.phoneMeta}><span className={css.phoneSubtitle}>{at('subtitle')}</span><span className={css.phoneEnd}>{at('meta')}</span></div>
    </div>
  )
}
