import { useId, type ReactNode } from 'react'
import css from './section.module.css'

interface Props {
  title?: string
  /** At the right of the title: a small action or a meta word. */
  action?: ReactNode
  children: ReactNode
}

/** A quiet title and space, never a frame. */
export function Section({ title, action, children }: Props) {
  const id = useId()
  return (
    <section className={css.section} aria-labelledby={title ? id : undefined}>
      {title && <div className={css.head}><h2 id={id} className="el">{title}</h2>{action && <span className={css.action}>{action}</span>}</div>}
      {children}
    </section>
  )
}
