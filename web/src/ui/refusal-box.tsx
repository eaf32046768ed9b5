import type { ReactNode } from 'react'
import type { IconName } from '@/lib/icon-paths'
import { Icon } from './icon'
import css from './refusal-box.module.css'

interface Props {
  /** What is refused: "Only the strategy changes the stage". */
  title: string
  /** Which rule or person refuses. */
  children: ReactNode
  /** The way to ask: a link or a button. */
  action?: ReactNode
  icon?: IconName
}

export function RefusalBox({ title, children, action, icon = 'lock' }: Props) {
  return (
    <div className={css.box} role="note">
      <Icon name={icon} />
      <div className="grow">
        <b>{title}</b>
        <div className="t2">{children} {action}</div>
      </div>
    </div>
  )
}
