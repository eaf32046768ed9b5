import { Textarea as MantineTextarea } from '@mantine/core'
import type { ReactNode, Ref, TextareaHTMLAttributes } from 'react'
import { FieldError } from './field-error'

interface Props extends Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'onChange' | 'value' | 'color'> {
  label?: ReactNode
  value: string
  onChange: (value: string) => void
  description?: string
  error?: string
  minRows?: number
  maxRows?: number
  ref?: Ref<HTMLTextAreaElement>
}

export function Textarea({ onChange, error, minRows = 3, maxRows = 12, ...rest }: Props) {
  return (
    <MantineTextarea
      {...rest}
      autosize
      minRows={minRows}
      maxRows={maxRows}
      onChange={(event) => { onChange(event.currentTarget.value) }}
      error={error && <FieldError>{error}</FieldError>}
    />
  )
}
