import { useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { askForReset } from '@/api/session'
import { Button } from '@/ui/button'
import { TextInput } from '@/ui/text-input'
import { EntryError } from './entry-error'
import css from './login-page.module.css'
import { useEntryError } from './use-entering'

interface Props {
  onBack: () => void
}

export function ResetForm({ onBack }: Props) {
  const { t } = useLingui()
  const [email, setEmail] = useState('')
  const asking = useMutation({ mutationFn: askForReset })
  const words = useEntryError(asking.error)

  function submit(event: FormEvent): void {
    event.preventDefault()
    asking.mutate(email.trim())
  }

  return (
    <form className={css.form} onSubmit={submit} aria-label={t`New password`}>
      {asking.isSuccess
        ? <p role="status">{t`If this address belongs to somebody here, a link is on its way. It works for an hour. Without mail set up, ask an administrator for a link.`}</p>
        : (
          <>
            <p className="t2">{t`We send a link by which you choose a new password.`}</p>
            <TextInput label={t`E-mail`} type="email" name="email" autoComplete="username" required autoFocus value={email} onChange={setEmail} />
            <EntryError words={words} />
            <Button type="submit" variant="primary" size="lg" isBusy={asking.isPending}>{t`Send the link`}</Button>
          </>
        )}
      <div className={css.links}><Button variant="link" onClick={onBack}>{t`Back`}</Button></div>
    </form>
  )
}
