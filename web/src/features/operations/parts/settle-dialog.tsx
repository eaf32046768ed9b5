import { useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { wordsOf } from '@/api/refusal'
import { Dialog } from '@/ui/dialog'
import { SegmentedControl } from '@/ui/segmented-control'
import { TextInput } from '@/ui/text-input'
import { showToast } from '@/ui/toast'
import { settleAction, type Action, type Outcome } from '../api'

interface Props {
  action: Action
  onClose: () => void
}

export function SettleDialog({ action, onClose }: Props) {
  const { t } = useLingui()
  const client = useQueryClient()
  const [outcome, setOutcome] = useState<Outcome>(action.status === 'UNKNOWN' ? 'done' : 'retry')
  const [reason, setReason] = useState('')
  const settling = useMutation({
    mutationFn: () => settleAction(action.key, outcome, reason),
    onSuccess: () => {
      showToast(outcome === 'retry' ? t`The action is carried out again` : t`The action is closed`)
      void client.invalidateQueries({ queryKey: ['operations'] })
      onClose()
    },
  })
  const submit = () => { settling.mutate() }
  const warning = action.status === 'UNKNOWN' && outcome === 'retry' ? t`It may have happened already: then it happens twice.` : undefined
  return (
    <Dialog
      isOpen
      size="sm"
      title={t`Settle an action`}
      subtitle={`${action.party_name} · ${action.strategy_name}`}
      onClose={onClose}
      note={warning}
      act={{ label: t`Settle`, run: submit, isBusy: settling.isPending }}
    >
      <div className="stack">
        <SegmentedControl<Outcome>
          label={t`How it ends`}
          isWide
          value={outcome}
          onChange={setOutcome}
          choices={[{ value: 'retry', label: t`Retry` }, { value: 'done', label: t`It was done` }, { value: 'cancel', label: t`Not needed` }]}
        />
        <TextInput label={t`Reason, kept in the log`} value={reason} onChange={setReason} error={wordsOf(settling.error)} autoFocus />
        {action.failure && <p className="t3 sb">{action.failure}</p>}
      </div>
    </Dialog>
  )
}
