import { useLingui } from '@lingui/react/macro'
import { useCallback } from 'react'

/** What a change was made for; that of an undo is the id of what it took back. */
export function useReason(): (reason: string) => string {
  const { t } = useLingui()
  return useCallback((reason: string) => (reason.startsWith('undo:') ? t`taking a change back` : reason), [t])
}
