import { useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { fieldRefusal, refusalOf } from '@/api/refusal'
import { goTo } from '@/lib/router-link'
import { Dialog } from '@/ui/dialog'
import { SegmentedControl } from '@/ui/segmented-control'
import { TextInput } from '@/ui/text-input'
import { showToast } from '@/ui/toast'
import { createParty } from '../api/parties'
import { listKey } from '../api/queries'
import css from '../record/record.module.css'
import { Duplicates } from './duplicates'
import { useDuplicates } from './use-duplicates'

interface Props {
  first: string
  onClose: () => void
}

/** A number typed into the search box becomes the phone, words become the name. */
function startOf(first: string): { name: string; phone: string; email: string } {
  const isPhone = /^[\d\s()+\-./]{4,}$/.test(first)
  const isEmail = first.includes('@')
  return { name: isPhone || isEmail ? '' : first, phone: isPhone ? first : '', email: isEmail ? first : '' }
}

export function CreateDialog({ first, onClose }: Props) {
  const { t } = useLingui()
  const client = useQueryClient()
  const [kind, setKind] = useState<'PERSON' | 'ORGANIZATION'>('PERSON')
  const [draft, setDraft] = useState(() => startOf(first))
  const duplicates = useDuplicates(draft.phone, draft.email)
  const put = (change: Partial<typeof draft>) => { setDraft((now) => ({ ...now, ...change })) }

  const saving = useMutation({
    mutationFn: () => createParty({
      values: { 'party.name': draft.name.trim(), 'party.kind': kind },
      phones: draft.phone.trim() ? [draft.phone.trim()] : [],
      emails: draft.email.trim() ? [draft.email.trim()] : [],
    }),
    onSuccess: (made) => {
      const name = draft.name.trim()
      void client.invalidateQueries({ queryKey: listKey })
      onClose()
      showToast(t`Customer created: ${name}`)
      goTo('/parties/$id', { id: made.id })
    },
  })
  const isReady = draft.name.trim() !== ''
  const submit = () => { if (isReady && !saving.isPending) saving.mutate() }
  const general = refusalOf(saving.error)
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="sm"
      title={t`Create a customer`}
      act={{ label: t`Create`, run: submit, isBusy: saving.isPending, isReady }} refusal={general}
    >
      <form className={css.form} onSubmit={(event) => { event.preventDefault(); submit() }}>
        <SegmentedControl label={t`Kind`} value={kind} onChange={setKind} choices={[{ value: 'PERSON', label: t`Person` }, { value: 'ORGANIZATION', label: t`Organization` }]} isWide />
        <TextInput label={kind === 'PERSON' ? t`Full name` : t`Name`} value={draft.name} onChange={(name) => { put({ name }) }} maxLength={500} data-autofocus error={fieldRefusal(saving.error, 'party.name')} />
        <TextInput label={t`Phone`} type="tel" inputMode="tel" value={draft.phone} onChange={(phone) => { put({ phone }) }} maxLength={100} error={fieldRefusal(saving.error, 'phones')} />
        <TextInput label={t`E-mail`} inputMode="email" value={draft.email} onChange={(email) => { put({ email }) }} maxLength={300} error={fieldRefusal(saving.error, 'emails')} />
        <Duplicates found={duplicates} onOpen={onClose} />
        <button type="submit" hidden />
      </form>
    </Dialog>
  )
}
