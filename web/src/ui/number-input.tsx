import { NumberInput as MantineNumberInput } from '@mantine/core'
import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { FieldError } from './field-error'

interface Props {
  label?: ReactNode
  'aria-label'?: string
  value: number | null
  onChange: (value: number | null) => void
  min?: number
  max?: number
  step?: number
  decimals?: number
  /** Shown after the number: a unit or a currency sign. */
  suffix?: string
  placeholder?: string
  description?: string
  error?: string
  disabled?: boolean
  autoFocus?: boolean
  onBlur?: () => void
}

export function NumberInput({ value, onChange, decimals = 0, error, suffix, ...rest }: Props) {
  const { i18n } = useLingui()
  return (
    <MantineNumberInput
      {...rest}
      value={value ?? ''}
      onChange={(next) => { onChange(typeof next === 'number' ? next : null) }}
      decimalScale={decimals}
      decimalSeparator={i18n.locale === 'en' ? '.' : ','}
      thousandSeparator={i18n.locale === 'en' ? ',' : '\u202f'}
      suffix={suffix && `\u00a0${suffix}`}
      hideControls
      error={error && <FieldError>{error}</FieldError>}
    />
  )
}
