import { t } from '@lingui/core/macro'
import { isGivenUp } from '@/lib/passkey'
import { showToast } from './toast'

/** What became of an act that nothing on the screen waits for. */
export function showRefusal(error: unknown): void {
  if (isGivenUp(error)) return
  showToast(error instanceof Error && error.message ? error.message : t`Something went wrong. Try again.`)
}
