import type { ReactNode } from 'react'
import css from './empty-state.module.css'

interface Props {
  /** "No claims" */
  title: string
  /** At most 14 words. */
  children?: ReactNode
  action?: ReactNode
  withDrawing?: boolean
}

export function EmptyState({ title, children, action, withDrawing = true }: Props) {
  return (
    <div className={css.empty}>
      {withDrawing && (
        <svg className={css.drawing} viewBox="0 0 96 48" aria-hidden>
          <path d="M2 10h92M2 24h92M2 38h92" stroke="var(--line-strong)" strokeDasharray="3 4" />
          <path d="M2 10h34M2 24h22M2 38h28" stroke="var(--text-3)" strokeWidth="1.4" strokeLinecap="round" />
        </svg>
      )}
      <h2 className={css.title}>{title}</h2>
      {children && <p className={css.text}>{children}</p>}
      {action && <div className={css.actions}>{action}</div>}
    </div>
  )
}
