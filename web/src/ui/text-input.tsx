import { PasswordInput, TextInput as MantineTextInput } from '@mantine/core'
import { useLingui } from '@lingui/react/macro'
import type { InputHTMLAttributes, ReactNode, Ref } from 'react'
import type { IconName } from '@/lib/icon-paths'
import { FieldError } from './field-error'
import { Icon } from './icon'

interface Props extends Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'size' | 'value' | 'color'> {
  /** Without a label give `aria-label`. */
  label?: ReactNode
  value: string
  onChange: (value: string) => void
  description?: string
  error?: string
  icon?: IconName
  ref?: Ref<HTMLInputElement>
}

export function TextInput({ onChange, error, icon, type, ...rest }: Props) {
  const { t } = useLingui()
  const Field = type === 'password' ? PasswordInput : MantineTextInput
  return (
    <Field
      {...rest}
      {...(rest.autoFocus && { 'data-autofocus': true })}
      {...(type === 'password' ? { visibilityToggleButtonProps: { 'aria-label': t`Show or hide the password` } } : { type })}
      withAsterisk={false}
      onChange={(event) => { onChange(event.currentTarget.value) }}
      error={error && <FieldError>{error}</FieldError>}
      leftSection={icon && <Icon name={icon} size={14} />}
    />
  )
}
