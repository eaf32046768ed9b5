import { useLingui } from '@lingui/react/macro'
import { useCallback, useMemo } from 'react'
import { useFields, useTags } from '@/api/fields'
import { usePeople } from '@/api/people'
import type { ChangeSet } from '../api'

/** What a change set did, in words. */
export function useSetWords(): (set: ChangeSet) => string {
  const { t } = useLingui()
  const { byCode } = useFields()
  const people = usePeople()
  const tags = useTags()
  const kinds = useMemo(() => ({ PHONE: t`Phone`, EMAIL: t`E-mail`, MESSENGER: t`Messenger`, WEBSITE: t`Website`, ADDRESS: t`Address` }), [t])
  return useCallback((set: ChangeSet): string => {
    const { action, reason } = set
    if (set.is_undo) return t({ message: 'Undo', context: 'a change' })
    if (action) {
      const owners = (action.owner_ids ?? []).map((id) => people.nameOf(id) ?? t`nobody`).join(', ')
      const names = (ids: string[] | undefined) => (ids ?? []).map((id) => tags.find((tag) => tag.id === id)?.name ?? '').join(', ')
      const codes = new Set([...Object.keys(action.set), ...action.texts.map((edit) => edit.field)])
      const fields = [...codes].map((code) => byCode.get(code)?.label ?? code).join(', ')
      const contacts = [...new Set(action.contacts.map((edit) => kinds[edit.kind]))].join(', ')
      const [added, removed, only] = [names(action.add_tags), names(action.remove_tags), names(action.only_tags ?? [])]
      return [
        set.kind === 'HAND_OVER' && t`Handed over to ${owners}`,
        set.kind !== 'HAND_OVER' && owners && t`New owner: ${owners}`,
        fields && t`Field: ${fields}`,
        contacts && t`Contacts: ${contacts}`,
        action.only_tags && (only ? t`Only these tags: ${only}` : t`All tags removed`),
        added && t`Tags added: ${added}`,
        removed && t`Tags removed: ${removed}`,
        action.recycle && t`Put into the recycle bin`,
      ].filter(Boolean).join('; ') || t`Edit` // what it set went with a customer who was removed for good
    }
    if (set.channel === 'import') return reason ? t`Import: ${reason}` : t`Import`
    const name = set.party_name ?? ''
    const changed = set.fields.join(', ')
    if (set.is_created && name) return t`Added: ${name}`
    return name && changed ? `${name}: ${changed}` : t`Edit`
  }, [t, byCode, people, tags, kinds])
}
