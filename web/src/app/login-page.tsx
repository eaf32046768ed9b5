import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { EntrySheet } from './entry-sheet'
import { PasswordForm } from './password-form'
import { ResetForm } from './reset-form'
import { SecondStepForm } from './second-step-form'
import { useEntering } from './use-entering'

export function LoginPage() {
  const search: { next?: string } = useSearch({ strict: false })
  const entering = useEntering(search.next)
  const [isForgotten, setIsForgotten] = useState(false)
  return (
    <EntrySheet>
      {entering.step
        ? <SecondStepForm step={entering.step} onLanded={entering.land} onBack={entering.startAgain} />
        : isForgotten
          ? <ResetForm onBack={() => { setIsForgotten(false) }} />
          : <PasswordForm onLanded={entering.land} onForgotten={() => { setIsForgotten(true) }} />}
    </EntrySheet>
  )
}
