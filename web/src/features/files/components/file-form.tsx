import { useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { fieldRefusal, refusalOf } from '@/api/refusal'
import { Button } from '@/ui/button'
import { MultiSelect } from '@/ui/multi-select'
import { TextInput } from '@/ui/text-input'
import { Textarea } from '@/ui/textarea'
import type { KeptFile } from '../api'
import css from '../files.module.css'
import { useFileActs } from '../use-file-acts'
import { useFileWords } from '../use-file-words'

/** Name, words and marks of a file. */
export function FileForm({ file }: { file: KeptFile }) {
  const { t } = useLingui()
  const words = useFileWords()
  const acts = useFileActs()
  const [name, setName] = useState(file.name)
  const [description, setDescription] = useState(file.description)
  const [tags, setTags] = useState(file.tags)
  const saving = useMutation({ mutationFn: () => acts.change(file, { name, description, tags }) })
  const isChanged = name !== file.name || description !== file.description || tags.join() !== file.tags.join()
  return (
    <form className={css.form} onSubmit={(event) => { event.preventDefault(); if (isChanged) saving.mutate() }}>
      <TextInput label={t`Name`} value={name} onChange={setName} maxLength={200} error={fieldRefusal(saving.error, 'name') ?? refusalOf(saving.error)} />
      <MultiSelect label={t`Tags`} options={words.tags} value={tags} onChange={setTags} placeholder={t`What kind of paper it is`} error={fieldRefusal(saving.error, 'tags')} />
      <Textarea label={t`Description`} value={description} onChange={setDescription} minRows={2} error={fieldRefusal(saving.error, 'description')} />
      {isChanged && (
        <div className={css.actions}>
          <Button variant="primary" type="submit" isBusy={saving.isPending}>{t`Save`}</Button>
          <Button onClick={() => { setName(file.name); setDescription(file.description); setTags(file.tags) }}>{t`Leave as it was`}</Button>
        </div>
      )}
    </form>
  )
}
