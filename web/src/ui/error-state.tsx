import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Button } from './button'
import css from './error-state.module.css'
import { Icon } from './icon'
import { Status } from './status'

interface Props {
  /** What happened: "New events did not load". */
  title?: string
  /** What is kept and what to do. */
  children?: ReactNode
  /** A Problem of the api, or anything thrown. */
  error?: unknown
  onRetry?: () => void
  /** It is all that the page has: its title is the page's. */
  isPage?: boolean
}

function requestIdOf(error: unknown): string | null {
  return typeof error === 'object' && error !== null && 'requestId' in error && typeof error.requestId === 'string' ? error.requestId : null
}

function statusOf(error: unknown): number | null {
  return typeof error === 'object' && error !== null && 'status' in error && typeof error.status === 'number' ? error.status : null
}

function detailOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'detail' in error && typeof error.detail === 'string' ? error.detail : ''
}

export function ErrorState({ title, children, error, onRetry, isPage }: Props) {
  const { t } = useLingui()
  const Title = isPage ? 'h1' : 'b'
  const requestId = requestIdOf(error)
  const code = requestId?.slice(0, 13) ?? ''
  const isOffline = statusOf(error) === 0
  // Trying again does not widen a role.
  const isRefusal = statusOf(error) === 403
  const words = children ?? (detailOf(error) || (isOffline ? t`The server did not answer. What you entered is kept.` : t`Nothing is lost. Try again in a moment.`))
  return (
    <div className={css.error} role="alert">
      {isRefusal ? <Icon name="lock" size={14} /> : <Status tone="bad" />}
      <div className="grow">
        <Title className={css.title}>{title ?? (isRefusal ? t`Not open to your role` : isOffline ? t`No connection` : t`This did not load`)}</Title>
        <div className="t2">{words}</div>
        <div className={css.actions}>
          {onRetry && !isRefusal && <Button size="sm" icon="refresh" onClick={onRetry}>{t`Try again`}</Button>}
          {requestId && (
            <Button size="sm" variant="ghost" icon="copy" title={requestId} onClick={() => void navigator.clipboard.writeText(requestId)}>
              {t`Code ${code}`}
            </Button>
          )}
        </div>
      </div>
    </div>
  )
}
