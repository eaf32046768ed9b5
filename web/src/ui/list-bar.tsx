import type { ReactNode } from 'react'
import { useTitle } from '@/lib/hooks/use-title'
import css from './bar.module.css'

interface Props {
  /** Name of the list; only in the first bar. */
  title?: string
  /** Said, but not shown, where there is no room for it. */
  isTitleHidden?: boolean
  children?: ReactNode
  /** Kept at the right: sorting, columns, the switch of the view. */
  end?: ReactNode
}

/** 40 px: the views bar and the filter bar of a list. */
export function ListBar({ title, isTitleHidden = false, children, end }: Props) {
  useTitle(title)
  return (
    <div className={`${css.bar} ${title && !isTitleHidden ? css.titled : css.plain}`}>
      {title && <h1 className={isTitleHidden ? css.hidden : css.title}>{title}</h1>}
      <div className={css.start}>{children}</div>
      {end && <div className={css.end}>{end}</div>}
    </div>
  )
}
