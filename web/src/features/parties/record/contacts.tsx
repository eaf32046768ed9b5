import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { useCan } from '@/api/permissions'
import { Button } from '@/ui/button'
import type { ContactPoint, Party } from '../api/types'
import { ContactForm } from './contact-form'
import { ContactLine } from './contact-line'
import { useContacts } from './use-contacts'

interface Props {
  party: Party
  isReadOnly?: boolean
}

/** Phones, addresses and other ways to reach the customer. */
export function Contacts({ party, isReadOnly }: Props) {
  const { t } = useLingui()
  const can = useCan()
  const contacts = useContacts(party)
  const [editing, setEditing] = useState<ContactPoint | ContactPoint['kind'] | null>(null)
  const canEdit = can('parties.edit') && !isReadOnly
  const add = (kind: ContactPoint['kind'], label: string) => <Button variant="link" size="sm" icon="plus" data-add={label} onClick={() => { setEditing(kind) }}>{label}</Button>
  const edited = typeof editing === 'object' ? editing : null
  // Somebody may remove what is being edited here: what was typed stays.
  const isGone = edited !== null && !party.contact_points.some((one) => one.id === edited.id)
  const shown = isGone ? [...party.contact_points, edited] : party.contact_points
  return (
    <div>
      {shown.map((contact) => (edited?.id === contact.id
        ? <ContactForm key={contact.id} contact={edited} isGone={isGone} kind={contact.kind} onSave={isGone ? contacts.add : contacts.change} onClose={() => { setEditing(null) }} />
        : <ContactLine key={contact.id} contact={contact} onEdit={canEdit ? () => { setEditing(contact) } : undefined} onRemove={canEdit ? () => void contacts.remove(contact) : undefined} />))}
      {party.contact_points.length === 0 && !canEdit && <span className="t3">{t`none`}</span>}
      {canEdit && (editing === 'PHONE' || editing === 'EMAIL' || editing === 'MESSENGER'
        ? <ContactForm kind={editing} onSave={contacts.add} onClose={() => { setEditing(null) }} />
        : <div className="row">{add('PHONE', t`Phone`)}{add('EMAIL', t`E-mail`)}{add('MESSENGER', t`Other`)}</div>)}
    </div>
  )
}
