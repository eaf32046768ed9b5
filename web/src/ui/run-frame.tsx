import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Button } from './button'
import { Dialog } from './dialog'
import { ErrorState } from './error-state'
import { RunProgress, type ProgressOfRun } from './run-progress'
import { ThinBar } from './thin-bar'

interface Props extends Partial<ProgressOfRun> {
  title: string
  error: Error | null
  onRetry: () => void
  isStopping: boolean
  onStop: () => void
  onClose: () => void
  /** What can be done when it is over. */
  act?: ReactNode
}

/** A change of many while it goes on, which it does also when this is closed. */
export function RunFrame({ title, run, refused, error, onRetry, isStopping, onStop, onClose, act }: Props) {
  const { t } = useLingui()
  const isOver = run !== undefined && run.status !== 'RUNNING'
  const footer = (
    <>
      {isOver ? act : <Button isBusy={isStopping} onClick={onStop}>{t`Stop`}</Button>}
      <Button variant="primary" onClick={onClose}>{isOver ? t`Close` : t`Go on in the background`}</Button>
    </>
  )
  return (
    <Dialog isOpen onClose={onClose} title={title} footer={footer}>
      {run && <RunProgress run={run} refused={refused} />}
      {!run && !error && <ThinBar isActive />}
      {error && <ErrorState error={error} onRetry={onRetry} />}
    </Dialog>
  )
}
