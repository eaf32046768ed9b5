import { useLingui } from '@lingui/react/macro'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { demoQuery, enterWithPasskey, logIn, type DemoLogin, type Landed } from '@/api/session'
import { canUsePasskeys } from '@/lib/passkey'
import { Button } from '@/ui/button'
import { TextInput } from '@/ui/text-input'
import { DemoLogins } from './demo-logins'
import { EntryError } from './entry-error'
import css from './login-page.module.css'
import { ProviderButtons } from './provider-buttons'
import { useEntryError } from './use-entering'

interface Props {
  onLanded: (landed: Landed) => void
  onForgotten: () => void
}

export function PasswordForm({ onLanded, onForgotten }: Props) {
  const { t } = useLingui()
  const demo = useQuery(demoQuery)
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const entering = useMutation({ mutationFn: logIn, onSuccess: onLanded })
  const passkey = useMutation({ mutationFn: enterWithPasskey, onSuccess: onLanded })
  const words = useEntryError(entering.error ?? passkey.error)

  function submit(event: FormEvent): void {
    event.preventDefault()
    passkey.reset()
    entering.mutate({ email: email.trim(), password })
  }

  /** The fields are filled as well: should it be refused, the reason stands below what was tried. */
  function enterAs({ email: address, password: word }: DemoLogin): void {
    setEmail(address)
    setPassword(word)
    passkey.reset()
    entering.mutate({ email: address, password: word })
  }

  return (
    <>
      <form className={css.form} onSubmit={submit} aria-label={t`Log in`}>
        <TextInput label={t`E-mail`} type="email" name="email" autoComplete="username webauthn" required autoFocus value={email} onChange={setEmail} />
        <TextInput label={t`Password`} type="password" name="password" autoComplete="current-password" required value={password} onChange={setPassword} />
        <EntryError words={words} />
        <Button type="submit" variant="primary" size="lg" isBusy={entering.isPending}>{t`Log in`}</Button>
        {canUsePasskeys() && <Button size="lg" icon="key" isBusy={passkey.isPending} onClick={() => { entering.reset(); passkey.mutate() }}>{t`Use a passkey`}</Button>}
        <div className={css.links}><Button variant="link" onClick={onForgotten}>{t`Forgot the password?`}</Button></div>
      </form>
      <ProviderButtons />
      {demo.data && demo.data.logins.length > 0 && (
        <DemoLogins logins={demo.data.logins} onPick={enterAs} />
      )}
    </>
  )
}
