import { DateInput as MantineDateInput } from '@mantine/dates'
import { useLingui } from '@lingui/react/macro'
import 'dayjs/locale/ru'
import 'dayjs/locale/uk'
import { use, type ReactNode } from 'react'
import { FieldError } from './field-error'
import { Icon } from './icon'
import { InsidePopover } from './inside-popover'

interface Props {
  label?: ReactNode
  'aria-label'?: string
  /** `YYYY-MM-DD` */
  value: string | null
  onChange: (value: string | null) => void
  min?: string
  max?: string
  placeholder?: string
  description?: string
  error?: string
  disabled?: boolean
  autoFocus?: boolean
  isClearable?: boolean
}

export function DateInput({ value, onChange, min, max, error, isClearable = true, ...rest }: Props) {
  const { t } = useLingui()
  const withinPortal = !use(InsidePopover)
  const ariaLabels = { nextMonth: t`Next month`, previousMonth: t`Previous month`, nextYear: t`Next year`, previousYear: t`Previous year`, monthLevelControl: t`Choose the month`, yearLevelControl: t`Choose the year` }
  return (
    <MantineDateInput
      {...rest}
      value={value}
      onChange={(next) => { onChange(next || null) }}
      minDate={min}
      maxDate={max}
      valueFormat="DD.MM.YYYY"
      clearable={isClearable}
      clearButtonProps={{ 'aria-label': t`Clear` }}
      ariaLabels={ariaLabels}
      leftSection={<Icon name="calendar" size={14} />}
      popoverProps={{ offset: 4, withinPortal, shadow: 'none', transitionProps: { duration: 0 } }}
      error={error && <FieldError>{error}</FieldError>}
    />
  )
}
