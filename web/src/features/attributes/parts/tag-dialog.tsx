import { useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { tagsQuery, type Tag } from '@/api/fields'
import { wordsOf } from '@/api/refusal'
import { request } from '@/api/request'
import { hasText, type LocalizedText } from '@/i18n/texts'
import { Dialog } from '@/ui/dialog'
import { TextsInput } from './texts-input'

interface Props {
  /** null: a new one. */
  tag: Tag | null
  onClose: () => void
}

export function TagDialog({ tag, onClose }: Props) {
  const { t } = useLingui()
  const client = useQueryClient()
  const [name, setName] = useState<LocalizedText>(tag?.names ?? {})
  const saving = useMutation({
    mutationFn: () => (tag ? request('PATCH', `/tags/${tag.id}`, { body: { name } }) : request('POST', '/tags', { body: { name } })),
    onSuccess: () => { void client.invalidateQueries({ queryKey: tagsQuery.queryKey }); onClose() },
  })
  const hasName = hasText(name)
  const submit = () => { if (hasName && !saving.isPending) saving.mutate() }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="sm"
      title={tag ? t`Rename the tag` : t`New tag`}
      act={{ label: t`Save`, run: submit, isBusy: saving.isPending, isReady: hasName }}
    >
      <form onSubmit={(event) => { event.preventDefault(); submit() }}>
        <TextsInput label={t`Name`} texts={name} onChange={setName} error={wordsOf(saving.error)} maxLength={60} autoFocus />
        <button type="submit" hidden />
      </form>
    </Dialog>
  )
}
