import type { ReactNode } from 'react'
import css from './chip.module.css'

interface Props {
  tone?: 'neutral' | 'line' | 'info' | 'good' | 'warn' | 'bad'
  children: ReactNode
  title?: string
}

export function Chip({ tone = 'neutral', children, title }: Props) {
  return <span className={`${css.chip} ${css[tone]}`} title={title}>{children}</span>
}
