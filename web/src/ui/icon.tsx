import { iconPaths, type IconName } from '@/lib/icon-paths'
import css from './icon.module.css'

interface Props {
  name: IconName
  size?: 16 | 14 | 12
  /** Only when the icon stands without a word. */
  label?: string
  className?: string
}

export function Icon({ name, size = 16, label, className = '' }: Props) {
  return (
    <svg className={`${css.icon} ${className}`} viewBox="0 0 16 16" width={size} height={size} role={label ? 'img' : undefined} aria-label={label} aria-hidden={label ? undefined : true}>
      <path d={iconPaths[name]} />
    </svg>
  )
}
