import { useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { showToast } from '@/ui/toast'
import { addContact, changeContact, removeContact } from '../api/parties'
import type { ContactPoint, Party } from '../api/types'

export type ContactDraft = Pick<ContactPoint, 'kind' | 'value' | 'extension' | 'label' | 'is_preferred'>

function draftOf({ kind, value, extension, label, is_preferred }: ContactPoint): ContactDraft {
  return { kind, value, extension, label, is_preferred }
}

export function useContacts(party: Party) {
  const { t } = useLingui()
  const client = useQueryClient()
  const refresh = () => client.invalidateQueries({ queryKey: ['parties', party.id] })

  async function add(draft: ContactDraft): Promise<void> {
    const made = await addContact(party.id, draft)
    await refresh()
    showToast(t`Contact added`, { undo: async () => { await removeContact(party.id, made.id); await refresh() } })
  }

  async function change(contact: ContactPoint, { value, extension, label, is_preferred }: ContactDraft): Promise<void> {
    const draft = { value, extension, label, is_preferred }
    const before = { value: contact.value, extension: contact.extension, label: contact.label, is_preferred: contact.is_preferred }
    await changeContact(party.id, contact.id, draft)
    await refresh()
    showToast(t`Contact changed`, { undo: async () => { await changeContact(party.id, contact.id, before); await refresh() } })
  }

  async function remove(contact: ContactPoint): Promise<void> {
    await removeContact(party.id, contact.id)
    await refresh()
    const { value } = contact
    showToast(t`Contact removed: ${value}`, { undo: async () => { await addContact(party.id, draftOf(contact)); await refresh() } })
  }

  return { add, change, remove }
}
