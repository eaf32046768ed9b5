import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { finishAtProvider } from '@/api/session'
import { goTo } from '@/lib/router-link'
import { Skeleton } from '@/ui/skeleton'
import { EntrySheet } from './entry-sheet'
import { expectInside } from './inside'
import { SecondStepForm } from './second-step-form'
import { SpentLink } from './spent-link'
import { useEntering } from './use-entering'

/** What the provider sent along is used once, and does not stay in the address. */
function takeAnswer(): { state?: string; code?: string } {
  const found = new URLSearchParams(window.location.search)
  window.history.replaceState(window.history.state, '', window.location.pathname)
  return { state: found.get('state') ?? undefined, code: found.get('code') ?? undefined }
}

/** Back from a log-in provider. */
export function FinishPage() {
  const [answer] = useState(takeAnswer)
  useEffect(expectInside, [])
  const entering = useEntering()
  const finishing = useQuery({ queryKey: ['finish-at-provider', answer], queryFn: () => finishAtProvider(answer), retry: false, staleTime: Infinity, gcTime: 0 })
  const landed = finishing.data
  const { land } = entering
  // The answer of the server is what moves the person on; there is nothing to click.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  useEffect(() => { if (landed) land(landed) }, [landed])
  if (entering.step) return <EntrySheet><SecondStepForm step={entering.step} onLanded={land} onBack={() => { goTo('/login') }} /></EntrySheet>
  if (finishing.error) return <SpentLink error={finishing.error} />
  return <EntrySheet><Skeleton lines={3} /></EntrySheet>
}
