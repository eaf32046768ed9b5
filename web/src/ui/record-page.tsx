import type { ReactNode } from 'react'
import { ErrorBoundary } from './error-boundary'
import css from './layouts.module.css'

interface Props {
  head: ReactNode
  /** Left, 320 px: sections of attributes. */
  attributes: ReactNode
  /** Middle: tabs, composer, timeline. */
  children: ReactNode
  /** Right, 340 px. */
  related?: ReactNode
  /** Forces every pane to try again, e.g. the record's id. */
  resetKey?: string
}

export function RecordPage({ head, attributes, children, related, resetKey }: Props) {
  return (
    <div className={css.page}>
      {head}
      <div className={`${css.split} ${css.columns}`}>
        <div className={css.attrs}><ErrorBoundary resetKey={resetKey}>{attributes}</ErrorBoundary></div>
        <div className={css.main}><ErrorBoundary resetKey={resetKey}>{children}</ErrorBoundary></div>
        {related && <div className={css.related}><ErrorBoundary resetKey={resetKey}>{related}</ErrorBoundary></div>}
      </div>
    </div>
  )
}
