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
  const [editing, setEditing] = useState<string | null>(null)
  const canEdit = can('parties.edit') && !isReadOnly
  const add = (kind: ContactPoint['kind'], label: string) => <Button variant="link" size="sm" icon="plus" data-add={label} onClick={() => { setEditing(kind) }}>{label}</Button>
  return (
    <div>
      {party.contact_points.map((contact) => (editing === contact.id
        ? <ContactForm key={contact.id} contact={contact} kind={contact.kind} onSave={(draft) => contacts.change(contact, draft)} onClose={() => { setEditing(null) }} />
        : <ContactLine key={contact.id} contact={contact} onEdit={canEdit ? () => { setEditing(contact.id) } : undefined} onRemove={canEdit ? () => void contacts.remove(contact) : undefined} />))}
      {party.contact_points.length === 0 && !canEdit && <span className="t3">{t`none`}</span>}
      {canEdit && (editing === 'PHONE' || editing === 'EMAIL' || editing === 'MESSENGER'
        ? <ContactForm kind={editing} onSave={contacts.add} onClose={() => { setEditing(null) }} />
        : <div className="row">{add('PHONE', t`Phone`)}{add('EMAIL', t`E-mail`)}{add('MESSENGER', t`Other`)}</div>)}
    </div>
  )
}
