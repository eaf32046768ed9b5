import { plural } from '@lingui/core/macro'
import { Plural, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useUndoConflicts } from '@/api/undo-conflicts'
import { ConflictChoices } from '@/ui/conflict-choices'
import { wordsOf } from '@/api/refusal'
import { Dialog } from '@/ui/dialog'
import { Status } from '@/ui/status'
import { ThinBar } from '@/ui/thin-bar'
import { previewUndo, undo, type ChangeSet, type UndoPreview } from '../api'
import css from './parts.module.css'
import { RunDialog } from './run-dialog'
import { useSetWords } from './use-set-words'

interface Props {
  set: ChangeSet
  onClose: () => void
}

function Samples({ preview }: { preview: UndoPreview }) {
  const { t } = useLingui()
  return (
    <div className={css.rows}>
      {preview.samples.filter((one) => one.field !== 'party.created').slice(0, 5).map((one) => (
        <span key={`${one.party_id}${one.field}`} className="m"><b>{one.display_name ?? t`A customer out of your sight`}</b> <span className="t3">{one.label}</span> <span className="t2">{one.present || t`empty`}</span> → {one.old || t`empty`}</span>
      ))}
    </div>
  )
}

/** What would come back, what others have changed since, and the choice about it. */
export function UndoDialog({ set, onClose }: Props) {
  const { t } = useLingui()
  const words = useSetWords()
  const preview = useQuery({ queryKey: ['changes', set.id, 'undo'], queryFn: ({ signal }) => previewUndo(set.id, signal), staleTime: 0, retry: false })
  const conflicting = useUndoConflicts(set.id, (preview.data?.conflicts ?? 0) > 0)
  const start = useMutation({ mutationFn: () => undo(set.id, conflicting.body) })
  if (start.data) return <RunDialog id={start.data.id} title={t({ message: 'Undo', context: 'a change' })} onClose={onClose} />
  const error = start.error ?? preview.error
  const conflicts = preview.data?.conflicts ?? 0
  const closed = preview.data?.closed ?? 0
  const canUndo = (preview.data?.undone ?? 0) + conflicts > 0
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t`Undo this change`}
      size={conflicts > 0 ? 'lg' : 'md'}
      subtitle={words(set)}
      act={{ label: t`Undo this change`, run: () => { start.mutate() }, isBusy: start.isPending, isReady: canUndo, icon: 'undo' }}
      refusal={wordsOf(error)}
    >
      <div className={css.form}>
        {preview.isFetching && <ThinBar isActive />}
        {preview.data && (
          <>
            <span className="num"><b><Plural value={preview.data.parties} one="# customer goes back to what was before" other="# customers go back to what was before" /></b></span>
            {closed > 0 && <Status tone="warn">{plural(closed, { one: 'Of # customer something stays: your role does not let you change it', other: 'Of # customers something stays: your role does not let you change it' })}</Status>}
            {conflicts > 0 && <Status tone="warn">{t`Changed since: ${conflicts}`}</Status>}
            {conflicts > 0 ? <ConflictChoices {...conflicting.shown} /> : <Samples preview={preview.data} />}
          </>
        )}
      </div>
    </Dialog>
  )
}
