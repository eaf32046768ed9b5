import type { ReactNode } from 'react'
import { ErrorBoundary } from './error-boundary'
import css from './layouts.module.css'

interface Props {
  /** PageHead with isCanvas. */
  head: ReactNode
  children: ReactNode
  /** Right, 400 px or so; brings its own width. */
  side?: ReactNode
  /** 44 px at the bottom. */
  status?: ReactNode
  /** The status bar tells of an unpublished draft. */
  isDraft?: boolean
  resetKey?: string
}

export function CanvasPage({ head, children, side, status, isDraft, resetKey }: Props) {
  return (
    <div className={css.page}>
      {head}
      <div className={`${css.split} ${css.columns}`}>
        <div className={`${css.main} ${css.scroll}`}><ErrorBoundary resetKey={resetKey}>{children}</ErrorBoundary></div>
        {side && <ErrorBoundary resetKey={resetKey}>{side}</ErrorBoundary>}
      </div>
      {status && <div className={`${css.status} ${isDraft ? css.draft : ''}`}>{status}</div>}
    </div>
  )
}
