import { useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { isProblem } from '@/api/problem'
import { Button } from '@/ui/button'
import { Checkbox } from '@/ui/checkbox'
import { Select } from '@/ui/select'
import { TextInput } from '@/ui/text-input'
import type { ContactPoint } from '../api/types'
import css from './record.module.css'
import type { ContactDraft } from './use-contacts'

interface Props {
  contact?: ContactPoint
  kind: ContactPoint['kind']
  onSave: (draft: ContactDraft) => Promise<void>
  onClose: () => void
}

export function ContactForm({ contact, kind, onSave, onClose }: Props) {
  const { t } = useLingui()
  const [draft, setDraft] = useState<ContactDraft>(contact ?? { kind, value: '', extension: '', label: '', is_preferred: false })
  const saving = useMutation({ mutationFn: () => onSave({ kind: draft.kind, value: draft.value, extension: draft.extension, label: draft.label, is_preferred: draft.is_preferred }), onSuccess: onClose })
  const { error } = saving
  const refusal = isProblem(error) ? (error.fieldError('value') ?? error.detail) : error?.message
  const put = (change: Partial<ContactDraft>) => { setDraft((now) => ({ ...now, ...change })) }
  const names = { PHONE: t`Phone`, EMAIL: t`E-mail`, MESSENGER: t`Messenger`, WEBSITE: t`Website`, ADDRESS: t`Address` }
  const others = (['MESSENGER', 'WEBSITE', 'ADDRESS'] as const).map((one) => ({ value: one, label: names[one] }))
  return (
    <form className={css.form} onSubmit={(event) => { event.preventDefault(); saving.mutate() }} onKeyDown={(event) => { if (event.key === 'Escape') { event.stopPropagation(); onClose() } }}>
      {!contact && kind === 'MESSENGER' && <Select aria-label={t`Kind of contact`} options={others} value={draft.kind} onChange={(next) => { put({ kind: next as ContactPoint['kind'] }) }} />}
      <TextInput aria-label={names[draft.kind]} placeholder={names[draft.kind]} inputMode={draft.kind === 'PHONE' ? 'tel' : draft.kind === 'EMAIL' ? 'email' : undefined} value={draft.value} onChange={(value) => { put({ value }) }} error={refusal} autoFocus />
      <div className={css.pair}>
        <TextInput aria-label={t`Note on the contact`} placeholder={t`Whose, when`} value={draft.label} onChange={(label) => { put({ label }) }} maxLength={100} />
        {draft.kind === 'PHONE' && <TextInput aria-label={t`Extension`} placeholder={t`Extension`} inputMode="numeric" value={draft.extension} onChange={(extension) => { put({ extension }) }} maxLength={10} />}
      </div>
      <Checkbox label={t`Preferred`} checked={draft.is_preferred} onChange={(is_preferred) => { put({ is_preferred }) }} />
      <div className={css.buttons}>
        <Button variant="ghost" onClick={onClose}>{t`Cancel`}</Button>
        <Button variant="primary" type="submit" isBusy={saving.isPending} disabled={!draft.value.trim()}>{contact ? t`Save` : t`Add`}</Button>
      </div>
    </form>
  )
}
