import { useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { isProblem } from '@/api/problem'
import { ActButtons } from '@/ui/act-buttons'
import { Checkbox } from '@/ui/checkbox'
import { Select } from '@/ui/select'
import { ConflictBox } from '@/ui/conflict-box'
import { TextInput } from '@/ui/text-input'
import type { Conflict, ContactPoint } from '../api/types'
import css from './record.module.css'
import type { ContactDraft } from './use-contacts'

interface Props {
  contact?: ContactPoint
  /** Somebody has removed it since the form was opened. */
  isGone?: boolean
  kind: ContactPoint['kind']
  onSave: (draft: ContactDraft, seen?: ContactPoint) => Promise<void>
  onClose: () => void
}

function conflictsOf(error: unknown): Conflict[] {
  return isProblem(error, 'parties.edit_conflict') ? (error.data.conflicts as Conflict[]) : []
}

export function ContactForm({ contact, isGone, kind, onSave, onClose }: Props) {
  const { t } = useLingui()
  const [draft, setDraft] = useState<ContactDraft>(contact ?? { kind, value: '', extension: '', label: '', is_preferred: false })
  const saving = useMutation({
    mutationFn: (seen?: ContactPoint) => onSave({ kind: draft.kind, value: draft.value, extension: draft.extension, label: draft.label, is_preferred: draft.is_preferred }, seen),
    onSuccess: onClose,
  })
  const { error } = saving
  const conflicts = conflictsOf(error)
  const [conflict] = conflicts
  const theirs = contact && Object.assign({}, contact, ...conflicts.map((one) => ({ [one.field]: one.theirs }))) as ContactPoint | undefined
  const refusal = conflict ? undefined : isProblem(error) ? (error.fieldError('value') ?? error.detail) : error?.message
  const told = ({ value, extension, label }: ContactDraft) => [value, extension && t`ext. ${extension}`, label].filter(Boolean).join(', ')
  const put = (change: Partial<ContactDraft>) => { setDraft((now) => ({ ...now, ...change })) }
  const names = { PHONE: t`Phone`, EMAIL: t`E-mail`, MESSENGER: t`Messenger`, WEBSITE: t`Website`, ADDRESS: t`Address` }
  const others = (['MESSENGER', 'WEBSITE', 'ADDRESS'] as const).map((one) => ({ value: one, label: names[one] }))
  return (
    <form className={css.form} onSubmit={(event) => { event.preventDefault(); saving.mutate(contact) }} onKeyDown={(event) => { if (event.key === 'Escape') { event.stopPropagation(); onClose() } }}>
      {!contact && kind === 'MESSENGER' && <Select aria-label={t`Kind of contact`} options={others} value={draft.kind} onChange={(next) => { put({ kind: next as ContactPoint['kind'] }) }} />}
      <TextInput aria-label={names[draft.kind]} placeholder={names[draft.kind]} inputMode={draft.kind === 'PHONE' ? 'tel' : draft.kind === 'EMAIL' ? 'email' : undefined} value={draft.value} onChange={(value) => { put({ value }) }} error={refusal} autoFocus />
      <div className={css.pair}>
        <TextInput aria-label={t`Note on the contact`} placeholder={t`Whose, when`} value={draft.label} onChange={(label) => { put({ label }) }} maxLength={100} />
        {draft.kind === 'PHONE' && <TextInput aria-label={t`Extension`} placeholder={t`Extension`} inputMode="numeric" value={draft.extension} onChange={(extension) => { put({ extension }) }} maxLength={10} />}
      </div>
      <Checkbox label={t`Preferred`} checked={draft.is_preferred} onChange={(is_preferred) => { put({ is_preferred }) }} />
      {isGone && <p className="t2">{t`Somebody has removed this contact. Adding puts it back.`}</p>}
      {conflict && theirs && (
        <ConflictBox
          field={names[draft.kind]}
          mine={told(draft)}
          theirs={told(theirs)}
          changedBy={conflict.changed_by ?? t`Somebody`}
          changedAt={conflict.changed_at ?? new Date().toISOString()}
          onTakeMine={() => { saving.mutate(theirs) }}
          onTakeTheirs={onClose}
        />
      )}
      {!conflict && (
        <div className={css.buttons}>
          <ActButtons onCancel={onClose} act={{ label: contact && !isGone ? t`Save` : t`Add`, isBusy: saving.isPending, isReady: draft.value.trim() !== '' }} />
        </div>
      )}
    </form>
  )
}
