import { useLingui } from '@lingui/react/macro'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { openLink, takeLink } from '@/api/session'
import { goTo } from '@/lib/router-link'
import { Button } from '@/ui/button'
import { Skeleton } from '@/ui/skeleton'
import { TextInput } from '@/ui/text-input'
import { EntryError } from './entry-error'
import { EntrySheet } from './entry-sheet'
import css from './login-page.module.css'
import { SecondStepForm } from './second-step-form'
import { SpentLink } from './spent-link'
import { takeToken } from './take-token'
import { useEntering, useEntryError } from './use-entering'

/** An invitation, or a password forgotten: choose a password and be in. */
export function LinkPage() {
  const { t } = useLingui()
  const [token] = useState(takeToken)
  const entering = useEntering()
  const link = useQuery({ queryKey: ['entry-link', token], queryFn: () => openLink(token), retry: false, staleTime: Infinity })
  const [password, setPassword] = useState('')
  const using = useMutation({ mutationFn: (chosen: string) => takeLink(token, chosen), onSuccess: entering.land })
  const words = useEntryError(using.error)

  function submit(event: FormEvent): void {
    event.preventDefault()
    using.mutate(password)
  }

  if (entering.step) return <EntrySheet><SecondStepForm step={entering.step} onLanded={entering.land} onBack={() => { goTo('/login') }} /></EntrySheet>
  if (link.isPending) return <EntrySheet><Skeleton lines={4} /></EntrySheet>
  if (!link.data) return <SpentLink error={link.error} />
  const { name, email, purpose } = link.data
  return (
    <EntrySheet>
      <form className={css.form} onSubmit={submit} aria-label={t`Choose a password`}>
        <p>{purpose === 'INVITATION' ? t`${name}, you are invited. Choose a password to begin.` : t`${name}, choose a new password. Your other sessions end.`}</p>
        <TextInput label={t`E-mail`} type="email" name="email" autoComplete="username" readOnly value={email} onChange={() => undefined} />
        <TextInput label={t`Password`} type="password" name="password" autoComplete="new-password" description={t`At least 12 characters; several words in a row are easy to remember.`} required autoFocus value={password} onChange={setPassword} />
        <EntryError words={words} />
        <Button type="submit" variant="primary" size="lg" isBusy={using.isPending}>{t`Set the password and log in`}</Button>
      </form>
    </EntrySheet>
  )
}
