import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { Checkbox } from '@/ui/checkbox'
import { SegmentedControl } from '@/ui/segmented-control'
import { Select } from '@/ui/select'
import { TextInput } from '@/ui/text-input'
import type { ContactEdit, ContactKind, Find } from '../api/bulk'
import css from './bulk.module.css'
import { FindForm } from './find-form'
import { useContactKinds } from './use-contact-kinds'

interface Props {
  edit: ContactEdit
  onChange: (edit: ContactEdit) => void
}

const hints: Partial<Record<ContactKind, string>> = { PHONE: '+38067', EMAIL: '@example.com' }
const places: Partial<Record<ContactKind, Find['where']>> = { PHONE: 'start', EMAIL: 'end' }

function begin(kind: ContactKind, act: ContactEdit['act']): ContactEdit {
  return { kind, act, ...(act === 'replace' && { where: places[kind] ?? 'anywhere' }), ...(act === 'remove' && { value: '' }) }
}

function AddForm({ edit, onChange }: Props) {
  const { t } = useLingui()
  const { names } = useContactKinds()
  const isPhone = edit.kind === 'PHONE'
  return (
    <>
      <TextInput label={names[edit.kind]} inputMode={isPhone ? 'tel' : edit.kind === 'EMAIL' ? 'email' : undefined} value={edit.value ?? ''} onChange={(value) => { onChange({ ...edit, value }) }} maxLength={300} />
      <div className={css.pair}>
        <TextInput label={t`Note on the contact`} value={edit.label ?? ''} onChange={(label) => { onChange({ ...edit, label }) }} maxLength={100} />
        {isPhone && <TextInput label={t`Extension`} inputMode="numeric" value={edit.extension ?? ''} onChange={(extension) => { onChange({ ...edit, extension }) }} maxLength={10} />}
      </div>
      <Checkbox checked={edit.is_preferred ?? false} onChange={(is_preferred) => { onChange({ ...edit, is_preferred }) }} label={t`Preferred`} />
      <p className="t2">{t`Whoever has it already keeps it as it is.`}</p>
    </>
  )
}

type Which = 'all' | 'value' | 'part' | 'label'

function RemoveForm({ edit, onChange }: Props) {
  const { t } = useLingui()
  const { names } = useContactKinds()
  const [which, setWhich] = useState<Which>('value')
  const { kind } = edit
  const ways: { value: Which; label: string }[] = [
    { value: 'value', label: t`one that I name` },
    { value: 'part', label: t`those with a part that I name` },
    { value: 'label', label: t`those with a note that I name` },
    { value: 'all', label: t`all of this kind` },
  ]
  const choose = (next: Which) => {
    const asked = { value: { value: '' }, label: { label: '' }, part: { find: '', where: places[kind] ?? 'anywhere' }, all: {} }
    setWhich(next)
    onChange({ kind, act: 'remove', ...asked[next] })
  }
  return (
    <>
      <Select label={t`Which ones`} options={ways} value={which} onChange={(next) => { if (next) choose(next as Which) }} />
      {which === 'value' && <TextInput label={names[kind]} value={edit.value ?? ''} onChange={(value) => { onChange({ kind, act: 'remove', value }) }} maxLength={300} />}
      {which === 'label' && <TextInput label={t`Note on the contact`} value={edit.label ?? ''} onChange={(label) => { onChange({ kind, act: 'remove', label }) }} maxLength={100} />}
      {which === 'part' && <FindForm edit={edit} hint={hints[kind]} onChange={(found) => { onChange({ ...edit, ...found }) }} />}
    </>
  )
}

/** Contacts of one kind: one for all, those that go, or a part of each that becomes another. */
export function ContactEditForm({ edit, onChange }: Props) {
  const { t } = useLingui()
  const acts: { value: ContactEdit['act']; label: string }[] = [
    { value: 'add', label: t`Add` },
    { value: 'replace', label: t`Find and replace` },
    { value: 'remove', label: t`Remove` },
  ]
  return (
    <>
      <SegmentedControl label={t`What to do`} choices={acts} value={edit.act} onChange={(act) => { onChange(begin(edit.kind, act)) }} isWide />
      {edit.act === 'add' && <AddForm edit={edit} onChange={onChange} />}
      {edit.act === 'remove' && <RemoveForm edit={edit} onChange={onChange} />}
      {edit.act === 'replace' && <FindForm edit={edit} hint={hints[edit.kind]} onChange={(found) => { onChange({ ...edit, ...found }) }} isReplacing />}
    </>
  )
}
