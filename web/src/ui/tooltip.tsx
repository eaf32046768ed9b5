import { Tooltip as MantineTooltip } from '@mantine/core'
import type { ReactElement } from 'react'
import { Kbd } from './kbd'

interface Props {
  label: string
  keys?: string
  isOff?: boolean
  children: ReactElement
}

export function Tooltip({ label, keys, isOff = false, children }: Props) {
  const content = keys ? <span className="row on-inverse">{label}<Kbd keys={keys} /></span> : label
  return (
    <MantineTooltip label={content} disabled={isOff} openDelay={400} transitionProps={{ duration: 0 }} events={{ hover: true, focus: false, touch: false }} multiline withinPortal>
      {children}
    </MantineTooltip>
  )
}
