import { Checkbox as MantineCheckbox } from '@mantine/core'
import type { ReactNode } from 'react'

interface Props {
  label?: ReactNode
  'aria-label'?: string
  description?: string
  checked: boolean
  isMixed?: boolean
  onChange: (checked: boolean) => void
  disabled?: boolean
}

export function Checkbox({ isMixed, onChange, ...rest }: Props) {
  return <MantineCheckbox {...rest} indeterminate={isMixed} onChange={(event) => { onChange(event.currentTarget.checked) }} />
}
