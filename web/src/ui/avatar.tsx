import { initialsOf } from '@/lib/format/name'
import css from './avatar.module.css'

interface Props {
  name: string
  initials?: string
  size?: 20 | 32
  isMe?: boolean
  /** Organizations are square. */
  isSquare?: boolean
}

export function Avatar({ name, initials, size = 20, isMe, isSquare }: Props) {
  const classes = [css.avatar, size === 32 && css.large, isMe && css.me, isSquare && css.square].filter(Boolean).join(' ')
  return <span className={classes} aria-hidden title={name}>{initials ?? initialsOf(name)}</span>
}
