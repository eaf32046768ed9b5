import type { ReactNode } from 'react'
import css from './kit.module.css'

export function KitCell({ title, children }: { title: string; children: ReactNode }) {
  return <section className={css.cell}><h2>{title}</h2>{children}</section>
}
