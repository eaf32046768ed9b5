import { useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { isProblem } from '@/api/problem'
import { useFormat } from '@/lib/format/use-format'
import { Button } from '@/ui/button'
import { Checkbox } from '@/ui/checkbox'
import { Dialog } from '@/ui/dialog'
import { RefusalBox } from '@/ui/refusal-box'
import { Skeleton } from '@/ui/skeleton'
import { revertImport, revertPreviewQuery, revertsQuery } from '../api/revert'
import css from './wizard.module.css'

interface Props {
  importId: string
  onClose: () => void
}

/** What would come back, and what others have written since: who, when and both values. */
export function RevertDialog({ importId, onClose }: Props) {
  const { t } = useLingui()
  const format = useFormat()
  const client = useQueryClient()
  const [isForced, setForced] = useState(false)
  const preview = useQuery(revertPreviewQuery(importId))
  const reverting = useMutation({
    mutationFn: () => revertImport(importId, isForced ? 'overwrite' : 'keep'),
    onSuccess: () => { void client.invalidateQueries(revertsQuery); void client.invalidateQueries({ queryKey: ['parties'] }); onClose() },
  })
  const found = preview.data
  const failed = reverting.error ?? preview.error
  const why = isProblem(failed) ? failed.detail : failed?.message
  const parties = format.number(found?.parties ?? 0)
  const values = format.number(found?.undone ?? 0)
  const conflicts = format.number(found?.conflicts ?? 0)
  const run = () => { reverting.mutate() }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t`Take the import back`}
      onSubmit={run}
      footer={<><Button variant="ghost" onClick={onClose}>{t`Cancel`}</Button><Button variant="primary" icon="undo" isBusy={reverting.isPending} disabled={!found || found.parties === 0} onClick={run}>{t`Take back`}</Button></>}
    >
      <div className={css.fields}>
        {preview.isPending && <Skeleton lines={4} />}
        {found && <p>{t`${parties} customers are reached, ${values} values come back.`}</p>}
        {found && found.conflicts > 0 && (
          <>
            <p className="warn">{t`${conflicts} values have been changed since:`}</p>
            <ul className={css.conflicts}>
              {found.conflict_samples.map((one) => (
                <li key={`${one.party_id}-${one.field}`}>
                  <b>{one.display_name ?? one.number}</b> {one.label}: <span className="t3">{one.old || '—'}</span> → {one.present || '—'}
                  {one.changed_by && <span className="m t3"> {one.changed_by}{one.changed_at && `, ${format.instant(one.changed_at)}`}</span>}
                </li>
              ))}
            </ul>
            <Checkbox label={t`Put the old values back over these, too`} checked={isForced} onChange={setForced} />
          </>
        )}
        {why && <RefusalBox title={t`This cannot be taken back`}>{why}</RefusalBox>}
      </div>
    </Dialog>
  )
}
