import { useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { useEffect } from 'react'
import { endLook, onEyesChanged } from '@/api/looking'
import { wordsOf } from '@/api/refusal'
import { useSession } from '@/api/session'
import { useFormat } from '@/lib/format/use-format'
import { Button } from '@/ui/button'
import { Icon } from '@/ui/icon'
import css from './looking-bar.module.css'

const reload = () => { window.location.reload() }

/** Above every page while an administrator sees with another person's eyes. */
export function LookingBar() {
  const { t } = useLingui()
  const format = useFormat()
  const session = useSession()
  const until = session?.looker?.until
  const stopping = useMutation({ mutationFn: endLook })
  useEffect(() => onEyesChanged(reload), [])
  useEffect(() => {
    if (!until) return undefined
    const timer = setTimeout(reload, Math.max(0, new Date(until).getTime() - Date.now()) + 1000)
    return () => { clearTimeout(timer) }
  }, [until])
  if (!session?.looker || !until) return null
  const { name } = session.user
  const time = format.time(until)
  return (
    <div className={css.bar} role="status">
      <Icon name="eye" size={14} />
      <span className={css.words}><b>{t`You see Kurator as ${name} sees it.`}</b> {t`Nothing can be changed; ends at ${time}.`}</span>
      {stopping.error && <span role="alert">{wordsOf(stopping.error)}</span>}
      <Button size="sm" className={css.stop} isBusy={stopping.isPending} onClick={() => { stopping.mutate() }}>{t`Stop`}</Button>
    </div>
  )
}
