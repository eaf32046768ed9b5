import type { ReactNode } from 'react'
import { ErrorBoundary } from './error-boundary'
import css from './layouts.module.css'

interface Props {
  bars: ReactNode
  /** Left, 304 px. */
  list: ReactNode
  children: ReactNode
  /** Right, 500 px. */
  context?: ReactNode
  resetKey?: string
}

export function QueuePage({ bars, list, children, context, resetKey }: Props) {
  return (
    <div className={css.page}>
      {bars}
      <div className={`${css.split} ${css.columns}`}>
        <div className={css.queue}><ErrorBoundary>{list}</ErrorBoundary></div>
        <div className={css.main}><ErrorBoundary resetKey={resetKey}>{children}</ErrorBoundary></div>
        {context && <div className={css.context}><ErrorBoundary resetKey={resetKey}>{context}</ErrorBoundary></div>}
      </div>
    </div>
  )
}
