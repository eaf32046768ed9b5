import type { ReactNode } from 'react'
import { useTitle } from '@/lib/hooks/use-title'
import css from './bar.module.css'

interface Props {
  title: string
  /** Avatar or a back button, at the left. */
  before?: ReactNode
  /** Status and class chips, right after the title. */
  marks?: ReactNode
  crumbs?: ReactNode
  /** At most three verbs, the primary one last. */
  actions?: ReactNode
  /** 48 for a canvas, 56 for a record. */
  isCanvas?: boolean
  children?: ReactNode
}

export function PageHead({ title, before, marks, crumbs, actions, isCanvas, children }: Props) {
  useTitle(title)
  return (
    <header className={`${css.bar} ${isCanvas ? css.canvas : css.head}`}>
      {before}
      <div className={children ? css.beside : css.words}>
        <div className={css.line}>
          <h1 className={`${css.record} el`} title={title}>{title}</h1>
          {marks}
        </div>
        {crumbs && <div className={css.crumbs}>{crumbs}</div>}
      </div>
      {children && <div className={css.start}>{children}</div>}
      {actions && <div className={css.end}>{actions}</div>}
    </header>
  )
}
