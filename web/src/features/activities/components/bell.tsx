import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useStore } from '@/lib/store'
import { IconButton } from '@/ui/icon-button'
import { Popover } from '@/ui/popover'
import { countsQuery } from '../api'
import css from './activities.module.css'
import { Notices } from './notices'
import { noticesOpen } from './notices-state'

export function Bell() {
  const { t } = useLingui()
  const isOpen = useStore(noticesOpen)
  const { data } = useQuery(countsQuery)
  const unread = data?.unread_notifications ?? 0
  const label = unread > 0 ? t`Notices, unread: ${unread}` : t`Notices`
  return (
    <span className={css.bell}>
      <Popover
        target={<IconButton icon="bell" label={label} withTooltip={false} title={label} onClick={() => { noticesOpen.set(!isOpen) }} />}
        isOpen={isOpen}
        onChange={noticesOpen.set}
        width={380}
        position="bottom-end"
        label={t`Notices`}
      >
        <Notices onLeave={() => { noticesOpen.set(false) }} />
      </Popover>
      {unread > 0 && <span className={css.badge} aria-hidden>{unread > 99 ? '99+' : unread}</span>}
    </span>
  )
}
