import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { finishAtProvider } from '@/api/session'
import { goTo } from '@/lib/router-link'
import { Button } from '@/ui/button'
import { Skeleton } from '@/ui/skeleton'
import { EntryError } from './entry-error'
import { EntrySheet } from './entry-sheet'
import css from './login-page.module.css'
import { SecondStepForm } from './second-step-form'
import { useEntering, useEntryError } from './use-entering'

/** What the provider sent along is used once, and does not stay in the address. */
function takeAnswer(): { state?: string; code?: string } {
  const found = new URLSearchParams(window.location.search)
  window.history.replaceState(window.history.state, '', window.location.pathname)
  return { state: found.get('state') ?? undefined, code: found.get('code') ?? undefined }
}

/** Back from a log-in provider. */
export function FinishPage() {
  const { t } = useLingui()
  const [answer] = useState(takeAnswer)
  const entering = useEntering()
  const finishing = useQuery({ queryKey: ['finish-at-provider', answer], queryFn: () => finishAtProvider(answer), retry: false, staleTime: Infinity, gcTime: 0 })
  const words = useEntryError(finishing.error)
  const landed = finishing.data
  const { land } = entering
  // The answer of the server is what moves the person on; there is nothing to click.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  useEffect(() => { if (landed) land(landed) }, [landed])
  if (entering.step) return <EntrySheet><SecondStepForm step={entering.step} onLanded={land} onBack={() => { goTo('/login') }} /></EntrySheet>
  return (
    <EntrySheet>
      {finishing.error
        ? <div className={css.form}><EntryError words={words} /><Button size="lg" onClick={() => { goTo('/login') }}>{t`Go to the log-in`}</Button></div>
        : <Skeleton lines={3} />}
    </EntrySheet>
  )
}
