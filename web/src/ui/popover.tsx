import { Popover as MantinePopover } from '@mantine/core'
import { useState, type ReactElement, type ReactNode } from 'react'
import { InsidePopover } from './inside-popover'

interface Props {
  /** A single focusable element; it gets `aria-expanded` and toggles the popover. */
  target: ReactElement
  children: ReactNode
  label?: string
  isOpen?: boolean
  onChange?: (isOpen: boolean) => void
  width?: number | 'target'
  position?: 'bottom-start' | 'bottom-end' | 'left-start' | 'right-start' | 'bottom'
}

/** Uncontrolled unless `isOpen` is given; then the owner toggles it by the target's onClick. */
export function Popover({ target, children, label, isOpen, onChange, width, position = 'bottom-start' }: Props) {
  const [isListOpen, setIsListOpen] = useState(false)
  const controlled = isOpen === undefined ? {} : { opened: isOpen }
  return (
    <MantinePopover {...controlled} onChange={onChange} width={width} position={position} offset={4} closeOnEscape={!isListOpen} trapFocus returnFocus withinPortal shadow="none" transitionProps={{ duration: 0 }} withRoles>
      <MantinePopover.Target>{target}</MantinePopover.Target>
      <MantinePopover.Dropdown aria-label={label}><InsidePopover value={setIsListOpen}>{children}</InsidePopover></MantinePopover.Dropdown>
    </MantinePopover>
  )
}
