import { useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { tagsQuery, useTags, type Tag } from '@/api/fields'
import { useCan } from '@/api/permissions'
import { request } from '@/api/request'
import { IconButton } from '@/ui/icon-button'
import { KeyValueRow } from '@/ui/key-value-row'
import { Popover } from '@/ui/popover'
import { Select } from '@/ui/select'
import { showRefusal } from '@/ui/show-refusal'
import { TagChip } from '@/ui/tag-chip'
import { showToast } from '@/ui/toast'
import { addTag, removeTag } from '../api/parties'
import type { Party } from '../api/types'
import css from './record.module.css'

interface Props {
  party: Party
  label: string
}

const newPrefix = 'new:'

export function TagsRow({ party, label }: Props) {
  const { t, i18n } = useLingui()
  const can = useCan()
  const client = useQueryClient()
  const tags = useTags()
  const [isOpen, setIsOpen] = useState(false)
  const [text, setText] = useState('')
  const refresh = () => client.invalidateQueries({ queryKey: ['parties', party.id] })
  const free = tags.filter((tag) => tag.is_active && !party.tags.some((own) => own.id === tag.id) && tag.name.toLowerCase().includes(text.trim().toLowerCase()))
  const isNew = text.trim() !== '' && !tags.some((tag) => tag.name.toLowerCase() === text.trim().toLowerCase())

  const adding = useMutation({
    mutationFn: async (choice: string) => {
      let id = choice
      if (choice.startsWith(newPrefix)) {
        const made = await request<Tag>('POST', '/tags', { body: { name: { [i18n.locale]: choice.slice(newPrefix.length) } } })
        await client.invalidateQueries({ queryKey: tagsQuery.queryKey })
        id = made.id
      }
      await addTag(party.id, id)
    },
    onError: showRefusal,
    onSettled: refresh,
  })

  async function remove(id: string, name: string): Promise<void> {
    await removeTag(party.id, id)
    await refresh()
    showToast(t`Tag removed: ${name}`, { undo: async () => { await addTag(party.id, id); await refresh() } })
  }

  const name = text.trim()
  const created = isNew && can('tags.manage') ? [{ value: newPrefix + name, label: t`Create “${name}”` }] : []
  const options = [...free.map((tag) => ({ value: tag.id, label: tag.name })), ...created]
  return (
    <KeyValueRow label={label}>
      <div className={css.tags}>
        {party.tags.map((tag) => <TagChip key={tag.id} name={tag.name} onRemove={can('parties.edit') ? () => void remove(tag.id, tag.name) : undefined} />)}
        {can('parties.edit') && (
          <Popover isOpen={isOpen} onChange={setIsOpen} width={240} label={t`Add a tag`} target={<IconButton size="sm" icon="plus" label={t`Add a tag`} onClick={() => { setIsOpen(!isOpen) }} />}>
            <div className={css.pop}><Select aria-label={t`Tag`} placeholder={t`Tag`} options={options} value={null} onSearch={setText} onChange={(id) => { if (id) adding.mutate(id); setIsOpen(false) }} autoFocus defaultOpen /></div>
          </Popover>
        )}
      </div>
    </KeyValueRow>
  )
}
