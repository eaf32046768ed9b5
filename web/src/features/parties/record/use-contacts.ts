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

  /** Sends what differs from `seen`, which is the contact as its editor saw it. */
  async function change(draft: ContactDraft, seen?: ContactPoint): Promise<void> {
    if (!seen) return
    const isNumber = draft.value !== seen.value || draft.extension !== seen.extension
    const changes = {
      ...(isNumber && { value: draft.value, extension: draft.extension }),
      ...(draft.label !== seen.label && { label: draft.label }),
      ...(draft.is_preferred !== seen.is_preferred && { is_preferred: draft.is_preferred }),
    }
    if (Object.keys(changes).length === 0) return
    const before = { value: seen.value, extension: seen.extension, label: seen.label, is_preferred: seen.is_preferred }
    const changed = await changeContact(party.id, seen.id, changes, before)
    await refresh()
    const after = { value: changed.value, extension: changed.extension, label: changed.label, is_preferred: changed.is_preferred }
    showToast(t`Contact changed`, { undo: async () => { await changeContact(party.id, seen.id, before, after); await refresh() } })
  }

  async function remove(contact: ContactPoint): Promise<void> {
    await removeContact(party.id, contact.id)
    await refresh()
    const { value } = contact
    showToast(t`Contact removed: ${value}`, { undo: async () => { await addContact(party.id, draftOf(contact)); await refresh() } })
  }

  return { add, change, remove }
}
