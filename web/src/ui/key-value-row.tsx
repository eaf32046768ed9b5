import type { ReactNode } from 'react'
import { FieldMarks } from './field-marks'
import css from './key-value.module.css'

interface Props {
  label: string
  isTracked?: boolean
  children: ReactNode
}

export function KeyValueRow({ label, isTracked, children }: Props) {
  return (
    <>
      <dt className={css.key}><span className="el" title={label}>{label}</span><FieldMarks isTracked={isTracked} /></dt>
      <dd className={css.value}>{children}</dd>
    </>
  )
}
