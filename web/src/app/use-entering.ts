import { useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { isProblem } from '@/api/problem'
import { isSecondStep, sessionQuery, type Landed, type SecondStep } from '@/api/session'
import { isGivenUp } from '@/lib/passkey'

/** Where a log-in stands: `land` takes each answer of the server, and goes in when it is the last. */
export function useEntering(next?: string) {
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const [step, setStep] = useState<SecondStep | null>(null)

  function land(landed: Landed): void {
    if (isSecondStep(landed)) {
      setStep(landed)
      return
    }
    queryClient.setQueryData(sessionQuery.queryKey, landed)
    const wanted = next?.startsWith('/') && !next.startsWith('//') ? next : '/'
    void navigate({ href: landed.must_add_factor ? '/account' : wanted, replace: true })
  }

  return { step, land, startAgain: () => { setStep(null) } }
}

export function useEntryError(error: unknown): string | null {
  const { t } = useLingui()
  if (!error || isGivenUp(error)) return null
  if (!isProblem(error)) return t`Something went wrong. Try again.`
  if (error.status === 0) return t`The server does not answer. Check the connection and try again.`
  if (error.status >= 500) return t`The server failed. Try again in a moment.`
  const words = error.errors[0]?.msg ?? error.detail
  if (words) return words
  return error.status === 429 ? t`Too many attempts. Wait a minute and try again.` : t`The e-mail and the password do not match.`
}
