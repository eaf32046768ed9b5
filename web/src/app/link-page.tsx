import { useLingui } from '@lingui/react/macro'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { isProblem } from '@/api/problem'
import { openLink, takeLink, type EntryLink } from '@/api/session'
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

/** What the link is for decides what is asked: a new password, or for lost factors the present one. */
function useWords({ name, purpose }: EntryLink) {
  const { t } = useLingui()
  if (purpose === 'FACTORS') {
    return {
      form: t`Replace the second factor`,
      lead: t`${name}, your present second factors will be removed. Then you add a new one, and nothing else opens before.`,
      field: { label: t`Your password`, autoComplete: 'current-password' },
      act: t`Remove the factors and log in`,
    }
  }
  return {
    form: t`Choose a password`,
    lead: purpose === 'INVITATION' ? t`${name}, you are invited. Choose a password to begin.` : t`${name}, choose a new password. Your other sessions end.`,
    field: { label: t`Password`, autoComplete: 'new-password', description: t`At least 12 characters; several words in a row are easy to remember.` },
    act: t`Set the password and log in`,
  }
}

/** An invitation, a password forgotten, or factors that were lost: a password, and one is in. */
export function LinkPage() {
  const [token] = useState(takeToken)
  const entering = useEntering()
  const link = useQuery({ queryKey: ['entry-link', token], queryFn: () => openLink(token), retry: false, staleTime: Infinity })

  if (entering.step) return <EntrySheet><SecondStepForm step={entering.step} onLanded={entering.land} onBack={() => { goTo('/login') }} /></EntrySheet>
  if (link.isPending) return <EntrySheet><Skeleton lines={4} /></EntrySheet>
  if (!link.data) return <SpentLink error={link.error} />
  return <EntrySheet><LinkForm link={link.data} token={token} onLanded={entering.land} /></EntrySheet>
}

interface FormProps {
  link: EntryLink
  token: string
  onLanded: ReturnType<typeof useEntering>['land']
}

function LinkForm({ link, token, onLanded }: FormProps) {
  const { t } = useLingui()
  const { form, lead, field, act } = useWords(link)
  const [password, setPassword] = useState('')
  const using = useMutation({ mutationFn: (shown: string) => takeLink(token, shown), onSuccess: onLanded })
  const refused = isProblem(using.error) ? using.error.fieldError('password') : undefined
  const words = useEntryError(refused ? null : using.error)

  function submit(event: FormEvent): void {
    event.preventDefault()
    using.mutate(password)
  }

  return (
    <form className={css.form} onSubmit={submit} aria-label={form}>
      <p>{lead}</p>
      <TextInput label={t`E-mail`} type="email" name="email" autoComplete="username" readOnly value={link.email} onChange={() => undefined} />
      <TextInput {...field} {...(refused && { description: undefined })} error={refused} type="password" name="password" required autoFocus value={password} onChange={setPassword} />
      <EntryError words={words} />
      <Button type="submit" variant="primary" size="lg" isBusy={using.isPending}>{act}</Button>
    </form>
  )
}
