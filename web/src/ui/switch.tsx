import { Switch as MantineSwitch } from '@mantine/core'
import type { ReactNode } from 'react'

interface Props {
  label?: ReactNode
  'aria-label'?: string
  description?: string
  checked: boolean
  onChange: (checked: boolean) => void
  disabled?: boolean
}

/** For what takes effect at once; inside a form use Checkbox. */
export function Switch({ onChange, ...rest }: Props) {
  return <MantineSwitch {...rest} withThumbIndicator={false} onChange={(event) => { onChange(event.currentTarget.checked) }} />
}
