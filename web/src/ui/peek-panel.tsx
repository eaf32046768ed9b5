import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useIsPhone } from '@/lib/hooks/use-is-phone'
import type { IconName } from '@/lib/icon-paths'
import { Avatar } from './avatar'
import { Drawer } from './drawer'
import { ErrorBoundary } from './error-boundary'
import { Icon } from './icon'
import { IconButton } from './icon-button'
import { KeyStrip } from './key-strip'
import css from './peek-panel.module.css'

interface Props {
  title: string
  subtitle?: string
  isOrganization?: boolean
  /** Stands instead of initials where the record is no customer and no person. */
  icon?: IconName
  /** "4 of 412" */
  position?: string
  onPrevious?: () => void
  onNext?: () => void
  onOpen?: () => void
  onClose: () => void
  /** X ticks the row. */
  canSelect?: boolean
  /** Nothing else shows it: on a phone it covers the list. */
  isSheetOnPhone?: boolean
  /** Verbs under the title. */
  actions?: ReactNode
  children: ReactNode
}

/** 500 px at the right of a list; J and K move rows while it stays. On a phone there is none where a tap opens the record. */
export function PeekPanel({ title, subtitle, isOrganization, icon, position, onPrevious, onNext, onOpen, onClose, canSelect = false, isSheetOnPhone = false, actions, children }: Props) {
  const { t } = useLingui()
  const isPhone = useIsPhone()
  const keys = [
    { keys: 'j k', label: t`rows` },
    ...(canSelect ? [{ keys: 'x', label: t`select` }] : []),
    ...(onOpen ? [{ keys: 'Enter', label: t`open` }] : []),
    { keys: 'Escape', label: t`close` },
  ]
  if (isPhone) return isSheetOnPhone ? <Drawer isOpen onClose={onClose} title={title} subtitle={subtitle} width="100%" isFlush footer={actions}>{children}</Drawer> : null
  return (
    <aside className={css.peek} aria-label={title}>
      <div className={css.head}>
        {icon ? <Icon name={icon} /> : <Avatar name={title} size={32} isSquare={isOrganization} />}
        <div className="grow">
          <h2 className={`${css.title} el`} title={title}>{title}</h2>
          {subtitle && <div className="m t3 el">{subtitle}</div>}
        </div>
        {position && <span className="m t3 num">{position}</span>}
        <div className={css.tools}>
          {onPrevious && <IconButton size="sm" icon="chevron-up" label={t`Previous`} keys="k" onClick={onPrevious} />}
          {onNext && <IconButton size="sm" icon="chevron-down" label={t`Next`} keys="j" onClick={onNext} />}
          {onOpen && <IconButton size="sm" icon="open" label={t`Open`} keys="Enter" onClick={onOpen} />}
          <IconButton size="sm" icon="close" label={t`Close`} keys="Escape" onClick={onClose} />
        </div>
      </div>
      {actions && <div className={css.actions}>{actions}</div>}
      <div className={css.body}><ErrorBoundary resetKey={title}>{children}</ErrorBoundary></div>
      <KeyStrip hints={keys} />
    </aside>
  )
}
