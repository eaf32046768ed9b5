import { useLingui } from '@lingui/react/macro'
import { useMemo, useState } from 'react'
import { fieldOptions, useFields, type Field } from '@/api/fields'
import { SegmentedControl } from '@/ui/segmented-control'
import { Select } from '@/ui/select'
import type { BulkAction, ContactKind, TextEdit } from '../api/bulk'
import { ValueEditor } from '../values/value-editor'
import { ContactEditForm } from './contact-edit-form'
import { TextRuleForm } from './text-rule-form'
import { useContactKinds } from './use-contact-kinds'

interface Props {
  action: BulkAction
  /** So many are selected, as far as it is known: what belongs to one is not set for several. */
  isOne: boolean
  onChange: (action: BulkAction) => void
}

type Way = 'set' | TextEdit['rule']
const required = ['party.kind', 'party.status', 'party.lang', 'party.time_zone', 'party.name']
const isText = (field: Field): boolean => field.kind === 'text' && field.code !== 'party.time_zone'

function useWays(): { value: Way; label: string }[] {
  const { t } = useLingui()
  return [
    { value: 'set', label: t`Set a value` },
    { value: 'replace', label: t`Find and replace` },
    { value: 'trim', label: t`Spaces` },
    { value: 'letters', label: t`Capital letters` },
  ]
}

function start(field: Field, way: Way): BulkAction {
  if (way === 'set') return required.includes(field.code) ? {} : { set: { [field.code]: null } }
  return { texts: [{ field: field.code, rule: way, ...(way === 'letters' && { letters: 'words' as const }) }] }
}

function ValueForm({ field, action, isOne, onChange }: Props & { field: Field }) {
  const { t } = useLingui()
  if (field.code === 'party.external_id' && !isOne) return <p className="t2">{t`An external id belongs to one customer, so for many it can only be cleared.`}</p>
  const put = (value: unknown) => { onChange(required.includes(field.code) && (value === '' || value === null) ? {} : { set: { [field.code]: value } }) }
  return <ValueEditor field={field} value={action.set?.[field.code]} onChange={put} withLabel autoFocus={false} />
}

function OneField({ field, action, isOne, onChange }: Props & { field: Field }) {
  const { t } = useLingui()
  const ways = useWays()
  const [way, setWay] = useState<Way>('set')
  const edit = action.texts?.[0]
  return (
    <>
      {isText(field) && <SegmentedControl label={t`What to do`} choices={ways} value={way} onChange={(next) => { setWay(next); onChange(start(field, next)) }} isWide />}
      {way === 'set' && <ValueForm field={field} action={action} isOne={isOne} onChange={onChange} />}
      {edit && <TextRuleForm edit={edit} isName={field.code === 'party.name'} onChange={(next) => { onChange({ texts: [next] }) }} />}
    </>
  )
}

/** Any field of the card: a value for all, a rule for texts, or contacts. */
export function FieldForm({ action, isOne, onChange }: Props) {
  const { t } = useLingui()
  const { all, byCode } = useFields()
  const kinds = useContactKinds()
  const [chosen, setChosen] = useState<string | null>(null)
  const field = chosen ? byCode.get(chosen) : undefined
  const contact = action.contacts?.[0]
  const options = useMemo(() => {
    const fields = fieldOptions(all.filter((one) => one.can_edit && one.code !== 'party.owner'))
    const contacts = Object.entries(kinds.names).map(([kind, label]) => ({ value: kind, label })).filter((one) => kinds.isOpen(one.value as ContactKind))
    return contacts.length > 0 ? [...fields, { group: t`Ways to reach`, items: contacts }] : fields
  }, [all, kinds, t])

  function choose(next: string | null): void {
    if (!next) return
    setChosen(next)
    const found = byCode.get(next)
    onChange(found ? start(found, 'set') : { contacts: [{ act: 'add', kind: next as ContactKind }] })
  }

  return (
    <>
      <Select label={t`Field`} placeholder={t`Choose a field`} options={options} value={chosen} onChange={choose} isSearchable autoFocus={!chosen} />
      {field && <OneField key={field.code} field={field} action={action} isOne={isOne} onChange={onChange} />}
      {contact && <ContactEditForm key={contact.kind} edit={contact} onChange={(next) => { onChange({ contacts: [next] }) }} />}
    </>
  )
}
