import { useLingui } from '@lingui/react/macro'
import { Button } from '@/ui/button'
import { Status } from '@/ui/status'
import css from './segment.module.css'
import type { SegmentSaving } from './use-segment-saving'

export function StaleSegment({ saving }: { saving: SegmentSaving }) {
  const { t } = useLingui()
  return (
    <div className={css.stale} role="alert">
      <Status tone="warn">{t`The segment was changed while you were editing`}</Status>
      <p className="t2">{t`Your edits are still here. Nothing is overwritten until you choose.`}</p>
      <div className="row">
        <Button variant="primary" isBusy={saving.isBusy} onClick={() => void saving.saveOver()}>{t`Save mine`}</Button>
        <Button onClick={() => void saving.takeTheirs()}>{t`Keep theirs`}</Button>
      </div>
    </div>
  )
}
