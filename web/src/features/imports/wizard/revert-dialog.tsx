import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { wordsOf } from '@/api/refusal'
import { useUndoConflicts } from '@/api/undo-conflicts'
import { useFormat } from '@/lib/format/use-format'
import { ConflictChoices } from '@/ui/conflict-choices'
import { Dialog } from '@/ui/dialog'
import { RefusalBox } from '@/ui/refusal-box'
import { Status } from '@/ui/status'
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
  const preview = useQuery(revertPreviewQuery(importId))
  const conflicting = useUndoConflicts(importId, (preview.data?.conflicts ?? 0) > 0)
  const reverting = useMutation({
    mutationFn: () => revertImport(importId, conflicting.body),
    onSuccess: () => { void client.invalidateQueries(revertsQuery); void client.invalidateQueries({ queryKey: ['parties'] }); onClose() },
  })
  const found = preview.data
  const why = wordsOf(reverting.error ?? preview.error)
  const parties = format.number(found?.parties ?? 0)
  const values = format.number(found?.undone ?? 0)
  const conflicts = format.number(found?.conflicts ?? 0)
  const closed = found?.closed ?? 0
  const canRevert = found !== undefined && found.undone + found.conflicts > 0
  const run = () => { if (canRevert) reverting.mutate() }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t`Take the import back`}
      size={(found?.conflicts ?? 0) > 0 ? 'lg' : 'md'}
      act={{ label: t`Take the import back`, run, isBusy: reverting.isPending, isReady: canRevert, icon: 'undo' }}
    >
      <div className={css.fields}>
        {preview.isPending && <Skeleton lines={4} />}
        {found && <p>{t`${parties} customers are reached, ${values} of them get back what they had.`}</p>}
        {closed > 0 && <Status tone="warn">{plural(closed, { one: 'Of # customer something stays: your role does not let you change or delete it', other: 'Of # customers something stays: your role does not let you change or delete it' })}</Status>}
        {found && found.conflicts > 0 && (
          <>
            <p className="warn">{t`${conflicts} values have been changed since:`}</p>
            <ConflictChoices {...conflicting.shown} />
          </>
        )}
        {why && <RefusalBox title={t`This cannot be taken back`}>{why}</RefusalBox>}
      </div>
    </Dialog>
  )
}
