import { useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { isProblem } from '@/api/problem'
import { demoQuery, logIn, sessionQuery } from '@/api/session'
import { Button } from '@/ui/button'
import { Mark } from '@/ui/mark'
import { Status } from '@/ui/status'
import { TextInput } from '@/ui/text-input'
import { DemoLogins } from './demo-logins'
import css from './login-page.module.css'
import { LoginPreferences } from './login-preferences'

function useLogInError(error: unknown): string | null {
  const { t } = useLingui()
  if (!error) return null
  if (!isProblem(error)) return t`Something went wrong. Try again.`
  if (error.status === 0) return t`The server does not answer. Check the connection and try again.`
  if (error.status === 429) return t`Too many attempts. Wait a minute and try again.`
  if (error.status >= 500) return t`The server failed. Try again in a moment.`
  if (error.status === 401 || error.status === 403) return error.detail || t`The e-mail and the password do not match.`
  return error.errors[0]?.msg ?? (error.detail || t`The e-mail and the password do not match.`)
}

export function LoginPage() {
  const { t } = useLingui()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const search: { next?: string } = useSearch({ strict: false })
  const demo = useQuery(demoQuery)
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const enter = useMutation({
    mutationFn: logIn,
    onSuccess: (session) => {
      queryClient.setQueryData(sessionQuery.queryKey, session)
      const next = search.next?.startsWith('/') && !search.next.startsWith('//') ? search.next : '/'
      void navigate({ href: next, replace: true })
    },
  })
  const words = useLogInError(enter.error)

  function submit(event: FormEvent): void {
    event.preventDefault()
    enter.mutate({ email: email.trim(), password })
  }

  return (
    <div className={css.page}>
      <main className={css.sheet}>
        <div className={css.brand}><Mark size={24} /><h1>Kurator</h1></div>
        <form className={css.form} onSubmit={submit} aria-label={t`Log in`}>
          <TextInput label={t`E-mail`} type="email" name="email" autoComplete="username" required autoFocus value={email} onChange={setEmail} />
          <TextInput label={t`Password`} type="password" name="password" autoComplete="current-password" required value={password} onChange={setPassword} />
          {words && <p className={css.error} role="alert"><Status tone="bad" /><span>{words}</span></p>}
          <Button type="submit" variant="primary" size="lg" isBusy={enter.isPending}>{t`Log in`}</Button>
        </form>
        {demo.data && demo.data.logins.length > 0 && (
          <DemoLogins logins={demo.data.logins} onPick={(login) => { setEmail(login.email); setPassword(login.password); enter.reset() }} />
        )}
      </main>
      <LoginPreferences />
    </div>
  )
}
