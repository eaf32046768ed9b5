import { useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { wordsOf } from '@/api/refusal'
import { sessionQuery, type SessionUser } from '@/api/session'
import { Button } from '@/ui/button'
import { Section } from '@/ui/section'
import { TextInput } from '@/ui/text-input'
import { rename } from '../api'
import css from './account.module.css'

export function NameSection({ user }: { user: SessionUser }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const [name, setName] = useState(user.name)
  const saving = useMutation({ mutationFn: rename, onSuccess: (session) => { client.setQueryData(sessionQuery.queryKey, session) } })

  function submit(event: FormEvent): void {
    event.preventDefault()
    saving.mutate(name.trim())
  }

  return (
    <Section title={t`About me`}>
      <form className={css.form} onSubmit={submit}>
        <TextInput label={t`Your name`} required maxLength={200} autoComplete="name" value={name} onChange={setName} error={wordsOf(saving.error)} />
        <TextInput label={t`E-mail`} readOnly description={t`An administrator can change it.`} value={user.email} onChange={() => undefined} />
        <Button type="submit" isBusy={saving.isPending} disabled={!name.trim() || name.trim() === user.name}>{t`Save`}</Button>
      </form>
    </Section>
  )
}
