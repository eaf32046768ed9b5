import { useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { fieldRefusal, refusalOf } from '@/api/refusal'
import { dayOf, instantOf } from '@/lib/zoned'
import { useFormat } from '@/lib/format/use-format'
import { DateInput } from '@/ui/date-input'
import { Dialog } from '@/ui/dialog'
import { MultiSelect } from '@/ui/multi-select'
import { SegmentedControl } from '@/ui/segmented-control'
import { Select } from '@/ui/select'
import { TextInput } from '@/ui/text-input'
import { Textarea } from '@/ui/textarea'
import { showToast } from '@/ui/toast'
import { channels, recordConsent, undoStatement, type Channel, type PurposeState } from '../consents-api'
import css from '../parts/parts.module.css'
import { useConsentWords } from '../parts/use-consent-words'

interface Props {
  partyId: string
  purposes: PurposeState[]
  onDone: () => Promise<void>
  onClose: () => void
}

type State = 'GIVEN' | 'WITHDRAWN'

/** Records what the customer said: agreed, or no longer agrees. */
export function ConsentDialog({ partyId, purposes, onDone, onClose }: Props) {
  const { t } = useLingui()
  const { timeZone } = useFormat()
  const words = useConsentWords()
  const today = dayOf(new Date(), timeZone)
  const [purpose, setPurpose] = useState<string | null>(purposes[0]?.purpose_id ?? null)
  const [state, setState] = useState<State>('GIVEN')
  const [by, setBy] = useState<Channel[]>(channels)
  const [day, setDay] = useState<string | null>(today)
  const [source, setSource] = useState('')
  const [evidence, setEvidence] = useState('')
  const [isTried, setIsTried] = useState(false)
  const saving = useMutation({
    mutationFn: (purposeId: string) => recordConsent(partyId, { purpose_id: purposeId, channels: by, state, at: !day || day === today ? undefined : instantOf(day, '00:00', timeZone), source: source.trim(), evidence }),
    onSuccess: async (card) => {
      const made = card.statements[0]?.statement_id
      await onDone()
      showToast(state === 'GIVEN' ? t`Consent recorded` : t`Withdrawal recorded`, made ? { undo: async () => { await undoStatement(partyId, made); await onDone() } } : {})
      onClose()
    },
  })
  function save(): void {
    setIsTried(true)
    if (purpose && by.length > 0 && source.trim() && !saving.isPending) saving.mutate(purpose)
  }
  const text = purposes.find((one) => one.purpose_id === purpose)?.text
  return (
    <Dialog isOpen onClose={onClose} size="sm" title={t`Record a consent`} act={{ label: t`Record`, run: save, isBusy: saving.isPending }} refusal={refusalOf(saving.error)}>
      <div className={css.form}>
        <SegmentedControl label={t`What the customer said`} choices={[{ value: 'GIVEN', label: t`Agrees` }, { value: 'WITHDRAWN', label: t`No longer agrees` }]} value={state} onChange={setState} />
        <Select label={t`To what`} options={purposes.map((one) => ({ value: one.purpose_id, label: one.name }))} value={purpose} onChange={setPurpose} description={text} error={fieldRefusal(saving.error, 'purpose_id')} />
        <MultiSelect label={t`By which channels`} options={channels.map((value) => ({ value, label: words.channel(value) }))} value={by} onChange={(next) => { setBy(next as Channel[]) }} error={isTried && by.length === 0 ? t`Choose at least one` : undefined} />
        <DateInput label={t`Since`} value={day} max={today} isClearable={false} onChange={setDay} error={fieldRefusal(saving.error, 'at')} />
        <TextInput label={t`How it is known`} placeholder={t`Form, call, letter`} value={source} maxLength={200} onChange={setSource} error={isTried && !source.trim() ? t`Say where the statement comes from` : fieldRefusal(saving.error, 'source')} />
        <Textarea label={t`Evidence`} placeholder={t`Number of the form, time of the call, the words themselves`} value={evidence} onChange={setEvidence} />
      </div>
    </Dialog>
  )
}
