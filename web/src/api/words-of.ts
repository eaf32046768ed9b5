import { isProblem } from '@/api/problem'
import { isGivenUp } from '@/lib/passkey'

export function wordsOf(error: unknown): string | undefined {
  if (!error || isGivenUp(error)) return undefined
  if (isProblem(error)) return error.errors[0]?.msg ?? error.detail
  return error instanceof Error ? error.message : undefined
}
