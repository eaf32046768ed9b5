import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react'
import type { IconName } from '@/lib/icon-paths'
import css from './button.module.css'
import { Icon } from './icon'
import { Kbd } from './kbd'

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  children: ReactNode
  variant?: 'default' | 'primary' | 'ghost' | 'link' | 'danger'
  size?: 'sm' | 'md' | 'lg'
  icon?: IconName
  keys?: string
  /** Keeps the width and tells assistive technology that work is under way. */
  isBusy?: boolean
  ref?: Ref<HTMLButtonElement>
}

export function Button({ children, variant = 'default', size = 'md', icon, keys, isBusy, className = '', disabled, ...rest }: ButtonProps) {
  const onAccent = variant === 'primary' || variant === 'danger' ? 'on-accent' : ''
  return (
    <button
      type="button"
      {...rest}
      disabled={disabled || isBusy}
      aria-busy={isBusy || undefined}
      className={`${css.button} ${css[variant]} ${css[size]} ${onAccent} ${className}`}
    >
      {icon && <Icon name={icon} size={14} />}
      {children}
      {keys && <Kbd keys={keys} />}
    </button>
  )
}
