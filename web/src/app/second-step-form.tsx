import { useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { enterWithPasskey, sendCode, type Landed, type SecondStep } from '@/api/session'
import { Button } from '@/ui/button'
import { TextInput } from '@/ui/text-input'
import { EntryError } from './entry-error'
import css from './login-page.module.css'
import { useEntryError } from './use-entering'

interface Props {
  step: SecondStep
  onLanded: (landed: Landed) => void
  onBack: () => void
}

export function SecondStepForm({ step, onLanded, onBack }: Props) {
  const { t } = useLingui()
  const hasApp = step.ways.includes('totp')
  const hasPasskey = step.ways.includes('webauthn')
  const hasReserve = step.ways.includes('recovery_codes')
  const [isReserve, setIsReserve] = useState(false)
  const [code, setCode] = useState('')
  const entering = useMutation({ mutationFn: sendCode, onSuccess: onLanded })
  const passkey = useMutation({ mutationFn: enterWithPasskey, onSuccess: onLanded })
  const words = useEntryError(entering.error ?? passkey.error)
  const asksCode = hasApp || isReserve

  function submit(event: FormEvent): void {
    event.preventDefault()
    passkey.reset()
    entering.mutate(code.trim())
  }

  return (
    <form className={css.form} onSubmit={submit} aria-label={t`Second step`}>
      <p className="t2">{isReserve ? t`Enter one of the recovery codes you keep. Each works once.` : hasApp ? t`Enter the code that your authenticator app shows now.` : t`Confirm with your passkey.`}</p>
      {asksCode && (isReserve
        ? <TextInput key="reserve" label={t`Recovery code`} autoComplete="off" required autoFocus value={code} onChange={setCode} />
        : <TextInput key="code" label={t`Code`} inputMode="numeric" autoComplete="one-time-code" maxLength={7} required autoFocus value={code} onChange={setCode} />)}
      <EntryError words={words} />
      {asksCode && <Button type="submit" variant="primary" size="lg" isBusy={entering.isPending}>{t`Log in`}</Button>}
      {hasPasskey && !isReserve && <Button size="lg" icon="key" variant={hasApp ? 'default' : 'primary'} isBusy={passkey.isPending} onClick={() => { entering.reset(); passkey.mutate() }}>{t`Use a passkey`}</Button>}
      <div className={css.links}>
        <Button variant="link" onClick={onBack}>{t`Back`}</Button>
        {hasReserve && <Button variant="link" onClick={() => { setIsReserve(!isReserve); setCode(''); entering.reset() }}>{isReserve ? t`Use another way` : t`Use a recovery code`}</Button>}
      </div>
    </form>
  )
}
