import { useLingui } from '@lingui/react/macro'
import { useEffect, useState } from 'react'
import { useStore } from '@/lib/store'
import { runUndo } from '@/lib/undo'
import { Icon } from './icon'
import { Kbd } from './kbd'
import { closeToast, toasts, type Toast } from './toast'
import css from './toast-region.module.css'

function SecondsLeft({ until }: { until: number }) {
  const { t } = useLingui()
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => { setNow(Date.now()) }, 1000)
    return () => { clearInterval(timer) }
  }, [])
  const seconds = Math.max(0, Math.ceil((until - now) / 1000))
  return <span className={`${css.left} m num`} aria-hidden>{t`${seconds} s`}</span>
}

function ToastLine({ toast }: { toast: Toast }) {
  const { t } = useLingui()
  const { undoId, action } = toast
  return (
    <div className={`${css.toast} on-inverse`}>
      <span className="el">{toast.message}</span>
      {undoId && (
        <>
          <button type="button" className={css.act} onClick={() => void runUndo(undoId)}><Icon name="undo" size={14} />{t({ message: 'Undo', context: 'a change' })}<Kbd keys="z" /></button>
          <SecondsLeft until={toast.until} />
        </>
      )}
      {action && <button type="button" className={css.act} onClick={() => { action.run(); closeToast(toast.id) }}>{action.label}</button>}
      <button type="button" className={css.close} onClick={() => { closeToast(toast.id) }} aria-label={t`Close`}><Icon name="close" size={14} /></button>
    </div>
  )
}

export function ToastRegion() {
  const all = useStore(toasts)
  return <div className={css.region} role="status" aria-live="polite">{all.map((toast) => <ToastLine key={toast.id} toast={toast} />)}</div>
}
