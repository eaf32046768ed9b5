import { useLingui } from '@lingui/react/macro'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { openFactorLink, takeFactorLink } from '@/api/session'
import { Button } from '@/ui/button'
import { Skeleton } from '@/ui/skeleton'
import { TextInput } from '@/ui/text-input'
import { EntrySheet } from './entry-sheet'
import { EntryError } from './entry-error'
import css from './login-page.module.css'
import { SpentLink } from './spent-link'
import { takeToken } from './take-token'
import { useEntering, useEntryError } from './use-entering'

/** Lost factors: the link of an administrator and one's own password remove them. */
export function FactorsPage() {
  const { t } = useLingui()
  const [token] = useState(takeToken)
  const entering = useEntering()
  const link = useQuery({ queryKey: ['factor-link', token], queryFn: () => openFactorLink(token), retry: false, staleTime: Infinity })
  const [password, setPassword] = useState('')
  const using = useMutation({ mutationFn: (shown: string) => takeFactorLink(token, shown), onSuccess: entering.land })
  const words = useEntryError(using.error)

  function submit(event: FormEvent): void {
    event.preventDefault()
    using.mutate(password)
  }

  if (link.isPending) return <EntrySheet><Skeleton lines={4} /></EntrySheet>
  if (!link.data) return <SpentLink error={link.error} />
  const { name, email } = link.data
  return (
    <EntrySheet>
      <form className={css.form} onSubmit={submit} aria-label={t`Replace the second factor`}>
        <p>{t`${name}, your present second factors will be removed. Then you add a new one, and nothing else opens before.`}</p>
        <TextInput label={t`E-mail`} type="email" name="email" autoComplete="username" readOnly value={email} onChange={() => undefined} />
        <TextInput label={t`Your password`} type="password" name="password" autoComplete="current-password" required autoFocus value={password} onChange={setPassword} />
        <EntryError words={words} />
        <Button type="submit" variant="primary" size="lg" isBusy={using.isPending}>{t`Remove the factors and log in`}</Button>
      </form>
    </EntrySheet>
  )
}
