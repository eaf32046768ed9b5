import { useLingui } from '@lingui/react/macro'
import { useFormat } from '@/lib/format/use-format'
import { offlineSince, reconnectLive } from '@/lib/live/live-client'
import { useStore } from '@/lib/store'
import { Button } from './button'
import { Icon } from './icon'
import css from './offline-bar.module.css'

export function OfflineBar() {
  const since = useStore(offlineSince)
  const { t } = useLingui()
  const format = useFormat()
  if (!since) return null
  const time = format.time(since)
  return (
    <div className={css.bar} role="status">
      <Icon name="offline" size={14} />
      <b>{t`No connection since ${time}.`}</b>
      <span className="el grow">{t`What is on the screen may be old.`}</span>
      <Button size="sm" variant="ghost" className={css.retry} onClick={reconnectLive}>{t`Try again`}</Button>
    </div>
  )
}
