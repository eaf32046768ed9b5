import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { useCan } from '@/api/permissions'
import { useExpressionPreview } from '@/api/use-expression-preview'
import { useCommand } from '@/lib/commands/use-command'
import type { ExpressionCatalogue } from '@/lib/expression/expression'
import { CanvasPage } from '@/ui/canvas-page'
import { ErrorState } from '@/ui/error-state'
import { ExpressionBuilder } from '@/ui/expression-builder/expression-builder'
import { useExpressionDraft } from '@/ui/expression-builder/use-expression-draft'
import { RefusalBox } from '@/ui/refusal-box'
import type { Segment } from '../api'
import { LeaveGuard } from './leave-guard'
import { PreviewPanel } from './preview-panel'
import { SegmentHead } from './segment-head'
import { SegmentSentence } from './segment-sentence'
import { StaleSegment } from './stale-segment'
import { useSegmentSaving } from './use-segment-saving'

interface Props {
  /** null while it is new. */
  saved: Segment | null
  /** What the editing starts from. */
  source: Segment | null
  catalogue: ExpressionCatalogue
}

export function SegmentEditor({ saved, source, catalogue }: Props) {
  const { t } = useLingui()
  const can = useCan()
  const draft = useExpressionDraft(source?.expression ?? null)
  const [triedToSave, setTriedToSave] = useState(false)
  const preview = useExpressionPreview(draft.json, saved?.id)
  const saving = useSegmentSaving(saved, source, draft)
  const isReadOnly = !can('segments.edit')

  async function save(): Promise<void> {
    setTriedToSave(true)
    if (await saving.save()) setTriedToSave(false)
  }

  useCommand({ id: 'segments.save', label: msg`Save the segment`, icon: 'check', scope: 'page', shortcut: 'mod+s', inFields: true, permission: 'segments.edit', run: () => void save() })
  return (
    <CanvasPage
      resetKey={saved?.id}
      head={<SegmentHead saved={saved} saving={saving} draft={draft} isReadOnly={isReadOnly} onSave={() => void save()} />}
      side={<PreviewPanel preview={preview.data} root={draft.root} shadow={draft.shadow} catalogue={catalogue} isSettling={preview.isSettling} error={preview.error} onRetry={() => void preview.refetch()} />}
    >
      {!isReadOnly && <LeaveGuard saving={saving} />}
      <SegmentSentence text={preview.data?.sentence ?? ''} isEmpty={draft.rows === 0} hasErrors={(preview.data?.errors.length ?? 0) > 0} isRefused={triedToSave} missing={draft.missing} history={draft.history} isReadOnly={isReadOnly} />
      {saving.isStale && <StaleSegment saving={saving} />}
      {saving.refusal && <RefusalBox title={t`The segment was not saved`} icon="why">{saving.refusal}</RefusalBox>}
      {saving.error && !saving.refusal && <ErrorState title={t`The segment was not saved`} error={saving.error} onRetry={() => void save()} />}
      <ExpressionBuilder draft={draft} catalogue={catalogue} nodeCounts={preview.data?.node_counts} problems={preview.data?.errors} showsMissing={triedToSave} isReadOnly={isReadOnly} isStale={preview.isSettling} />
    </CanvasPage>
  )
}
