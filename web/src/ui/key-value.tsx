import type { ReactNode } from 'react'
import css from './key-value.module.css'

interface Props {
  children: ReactNode
  labelWidth?: number
}

/** A list of attributes; put KeyValueRow or EditableRow inside. */
export function KeyValue({ children, labelWidth = 120 }: Props) {
  return <dl className={css.list} style={{ gridTemplateColumns: `${labelWidth}px minmax(0, 1fr)` }}>{children}</dl>
}
