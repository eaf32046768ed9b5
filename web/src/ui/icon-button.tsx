import type { ButtonHTMLAttributes, Ref } from 'react'
import type { IconName } from '@/lib/icon-paths'
import { Icon } from './icon'
import css from './icon-button.module.css'
import { Tooltip } from './tooltip'

export interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children'> {
  icon: IconName
  /** Said by assistive technology and shown in the tooltip. */
  label: string
  size?: 'sm' | 'md'
  keys?: string
  isOn?: boolean
  withTooltip?: boolean
  ref?: Ref<HTMLButtonElement>
}

export function IconButton({ icon, label, size = 'md', keys, isOn, withTooltip = true, className = '', ...rest }: IconButtonProps) {
  const button = (
    <button type="button" {...rest} aria-label={label} aria-pressed={isOn} className={`${css.button} ${css[size]} ${className}`}>
      <Icon name={icon} size={size === 'sm' ? 14 : 16} />
    </button>
  )
  return withTooltip ? <Tooltip label={label} keys={keys} isOff={rest['aria-expanded'] === true}>{button}</Tooltip> : button
}
