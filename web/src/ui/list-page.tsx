import type { ReactNode } from 'react'
import { ErrorBoundary } from './error-boundary'
import css from './layouts.module.css'

interface Props {
  /** One or two ListBar. */
  bars: ReactNode
  /** DataTable, or another view of the same rows. */
  children: ReactNode
  /** Only with a selection; it takes rows, covers nothing. */
  bulk?: ReactNode
  totals?: ReactNode
  peek?: ReactNode
}

export function ListPage({ bars, children, bulk, totals, peek }: Props) {
  return (
    <div className={css.page}>
      {bars}
      <div className={css.split}>
        <div className={css.main}>
          <ErrorBoundary>{children}</ErrorBoundary>
          {bulk && <div className={css.bulk} role="toolbar">{bulk}</div>}
          {totals && <div className={css.totals}>{totals}</div>}
        </div>
        {peek && <ErrorBoundary>{peek}</ErrorBoundary>}
      </div>
    </div>
  )
}
