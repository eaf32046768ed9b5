import { useLingui } from '@lingui/react/macro'
import { Button } from '@/ui/button'
import { ErrorState } from '@/ui/error-state'
import { Status } from '@/ui/status'
import { useCanvas } from './canvas-context'
import css from './strategy.module.css'

/** The draft was saved by somebody else, or could not be saved at all. */
export function DraftConflict() {
  const { t } = useLingui()
  const { editing } = useCanvas()
  if (editing.state === 'failed') return <ErrorState title={t`The draft is not saved`} error={editing.error} onRetry={editing.retry} />
  return (
    <div className={css.conflict} role="alert">
      <Status tone="warn">{t`The draft was changed while you were editing`}</Status>
      <p className="t2">{t`Your edits are still on this screen. Choose which draft stays; the other one is replaced.`}</p>
      <div className="row">
        <Button variant="primary" onClick={() => void editing.saveMine()}>{t`Save mine`}</Button>
        <Button onClick={() => void editing.takeTheirs()}>{t`Keep theirs`}</Button>
      </div>
    </div>
  )
}
