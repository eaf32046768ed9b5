import { useLingui } from '@lingui/react/macro'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useRun } from '@/api/bulk-runs'
import { isProblem } from '@/api/problem'
import { useDebounced } from '@/lib/hooks/use-debounced'
import { Button } from '@/ui/button'
import { Dialog } from '@/ui/dialog'
import { RunFrame } from '@/ui/run-frame'
import { ThinBar } from '@/ui/thin-bar'
import { previewBulk, startBulk, undoSet, type BulkAction, type Selection } from '../api/bulk'
import { listKey } from '../api/queries'
import { ActionForm, isComplete, type ActKind } from './action-form'
import css from './bulk.module.css'
import { PreviewView } from './preview-view'

interface Props {
  kind: ActKind
  selection: Selection
  onClose: () => void
}

function useTitles(): Record<ActKind, string> {
  const { t } = useLingui()
  return { owner: t`Change the owner`, tag: t`Add tags`, untag: t`Remove tags`, field: t`Change a field`, delete: t`Delete customers` }
}

/** What is wrong with the values says more than that something is. */
function wordsOf(error: Error): string {
  const places = isProblem(error) ? error.errors.map((one) => one.msg) : []
  return places.length > 0 ? places.join(' ') : error.message
}

/** Choose, see what would happen, start; it goes on when the dialog is closed. */
export function BulkDialog({ kind, selection, onClose }: Props) {
  const { t } = useLingui()
  const titles = useTitles()
  const [action, setAction] = useState<BulkAction>(kind === 'delete' ? { recycle: true } : {})
  const [runId, setRunId] = useState<string | null>(null)
  const asked = useDebounced(action, 250)
  const preview = useQuery({ queryKey: ['bulk', 'preview', selection, asked], queryFn: ({ signal }) => previewBulk(selection, asked, signal), enabled: isComplete(asked) && !runId, staleTime: 0, retry: false })
  const start = useMutation({
    mutationFn: () => startBulk(selection, action, preview.data?.fingerprint),
    onSuccess: (run) => { setRunId(run.id) },
    onError: (error) => { if (isProblem(error) && error.code === 'bulk.selection_changed') void preview.refetch() },
  })
  if (runId) return <RunDialog id={runId} title={titles[kind]} onClose={onClose} onUndone={setRunId} />
  const canStart = isComplete(action) && action === asked && (preview.data?.changed ?? 0) > 0
  const error = start.error ?? preview.error
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={titles[kind]}
      size="lg"
      note={t`It can be taken back on the page of changes.`}
      act={{ label: kind === 'delete' ? t`Delete` : t`Change`, run: () => { start.mutate() }, isBusy: start.isPending, isReady: canStart, isDanger: kind === 'delete' }}
      refusal={error && wordsOf(error)}
    >
      <div className={css.form}>
        <ActionForm kind={kind} action={action} isOne={selection.ids?.length === 1} onChange={setAction} />
        {preview.isFetching && <ThinBar isActive />}
        {preview.data && isComplete(action) && <PreviewView preview={preview.data} spread={action.owner_ids?.length} />}
      </div>
    </Dialog>
  )
}

interface RunProps {
  id: string
  title: string
  onClose: () => void
  onUndone: (id: string) => void
}

function RunDialog({ id, title, onClose, onUndone }: RunProps) {
  const { t } = useLingui()
  const state = useRun(id, listKey)
  const undo = useMutation({ mutationFn: () => undoSet(id), onSuccess: (undone) => { onUndone(undone.id) } })
  const word = t({ message: 'Undo', context: 'a change' })
  const isUndo = state.run?.kind === 'UNDO'
  const canUndo = !isUndo && (state.run?.changed ?? 0) > 0
  return (
    <RunFrame
      {...state}
      error={undo.error ?? state.error}
      title={isUndo ? word : title}
      onClose={onClose}
      act={canUndo && <Button icon="undo" isBusy={undo.isPending} onClick={() => { undo.mutate() }}>{word}</Button>}
    />
  )
}
