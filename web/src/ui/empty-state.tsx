import type { ReactNode } from 'react'
import css from './empty-state.module.css'

interface Props {
  /** "No claims" */
  title: string
  /** At most 14 words. */
  children?: ReactNode
  action?: ReactNode
  withDrawing?: boolean
  /** It is all that the page has: its title is the page's. */
  isPage?: boolean
}

export function EmptyState({ title, children, action, withDrawing = true, isPage }: Props) {
  const Title = isPage ? 'h1' : 'h2'
  return (
    <div className={css.empty}>
      {withDrawing && (
        <svg className={css.drawing} viewBox="0 0 96 48" aria-hidden>
          <path d="M2 10h92M2 24h92M2 38h92" stroke="var(--line-strong)" strokeDasharray="3 4" />
          <path d="M2 10h34M2 24h22M2 38h28" stroke="var(--text-3)" strokeWidth="1.4" strokeLinecap="round" />
        </svg>
      )}
      <Title className={css.title}>{title}</Title>
      {children && <p className={css.text}>{children}</p>}
      {action && <div className={css.actions}>{action}</div>}
    </div>
  )
}
