import { useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { isProblem } from '@/api/problem'
import { wordsOf } from '@/api/refusal'
import { Button } from '@/ui/button'
import { Section } from '@/ui/section'
import { TextInput } from '@/ui/text-input'
import { showToast } from '@/ui/toast'
import { changePassword } from '../api'
import css from './account.module.css'

export function PasswordSection({ hasPassword }: { hasPassword: boolean }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const [old, setOld] = useState('')
  const [fresh, setFresh] = useState('')
  const changing = useMutation({
    mutationFn: () => changePassword(old, fresh),
    onSuccess: async () => {
      setOld('')
      setFresh('')
      showToast(t`Password changed; other sessions have ended`)
      await client.invalidateQueries({ queryKey: ['account'] })
    },
  })
  const isOfNew = isProblem(changing.error) && changing.error.errors.length > 0
  const words = wordsOf(changing.error)

  function submit(event: FormEvent): void {
    event.preventDefault()
    changing.mutate()
  }

  return (
    <Section title={t`Password`}>
      <form className={css.form} onSubmit={submit}>
        {hasPassword && <TextInput label={t`Present password`} type="password" autoComplete="current-password" required value={old} onChange={setOld} error={isOfNew ? undefined : words} />}
        <TextInput label={t`New password`} type="password" autoComplete="new-password" required description={t`At least 12 characters; several words in a row are easy to remember.`} value={fresh} onChange={setFresh} error={isOfNew || !hasPassword ? words : undefined} />
        <Button type="submit" isBusy={changing.isPending} disabled={!fresh}>{t`Change the password`}</Button>
      </form>
    </Section>
  )
}
