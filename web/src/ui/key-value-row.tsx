import type { ReactNode } from 'react'
import { FieldMarks } from './field-marks'
import css from './key-value.module.css'

interface Props {
  label: string
  isTracked?: boolean
  /** After the label instead of the plain marks. */
  marks?: ReactNode
  children: ReactNode
}

export function KeyValueRow({ label, isTracked, marks, children }: Props) {
  return (
    <>
      <dt className={css.key}><span className="el" title={label}>{label}</span>{marks ?? <FieldMarks isTracked={isTracked} />}</dt>
      <dd className={css.value}>{children}</dd>
    </>
  )
}
