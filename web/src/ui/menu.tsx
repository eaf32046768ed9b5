import { Menu as MantineMenu } from '@mantine/core'
import type { ComponentProps, ReactElement } from 'react'
import type { IconName } from '@/lib/icon-paths'
import { Icon } from './icon'
import { Kbd } from './kbd'

export interface MenuItem {
  id: string
  label: string
  icon?: IconName
  keys?: string
  isDanger?: boolean
  isDisabled?: boolean
  /** Draws a tick: the item is one of several choices. */
  isChosen?: boolean
  run: () => void
}

export interface MenuSection {
  id: string
  title?: string
  items: MenuItem[]
}

interface Props {
  /** A single focusable element, such as Button or IconButton. */
  target: ReactElement
  sections: MenuSection[]
  position?: 'bottom-start' | 'bottom-end' | 'right-start' | 'right-end' | 'top-start'
  width?: number
}

/** Mantine calls every item a plain one; one of several choices says that it is chosen. */
function renderChoice(props: ComponentProps<'button'>) {
  return <button {...props} type="button" role="menuitemradio" />
}

function renderItem(item: MenuItem) {
  const isRadio = item.isChosen !== undefined
  return (
    <MantineMenu.Item
      key={item.id}
      onClick={item.run}
      disabled={item.isDisabled}
      data-danger={item.isDanger || undefined}
      renderRoot={isRadio ? renderChoice : undefined}
      aria-checked={item.isChosen}
      leftSection={item.icon && <Icon name={item.icon} size={14} />}
      rightSection={item.isChosen ? <Icon name="check" size={14} /> : item.keys && <Kbd keys={item.keys} />}
    >
      {item.label}
    </MantineMenu.Item>
  )
}

export function Menu({ target, sections, position = 'bottom-start', width }: Props) {
  const filled = sections.filter((section) => section.items.length > 0)
  return (
    <MantineMenu position={position} width={width} offset={4} withinPortal shadow="none" transitionProps={{ duration: 0 }} returnFocus withInitialFocusPlaceholder={false}>
      <MantineMenu.Target>{target}</MantineMenu.Target>
      <MantineMenu.Dropdown>
        {filled.map((section, index) => (
          <div key={section.id} role="group" aria-label={section.title}>
            {index > 0 && <MantineMenu.Divider />}
            {section.title && <MantineMenu.Label>{section.title}</MantineMenu.Label>}
            {section.items.map(renderItem)}
          </div>
        ))}
      </MantineMenu.Dropdown>
    </MantineMenu>
  )
}
