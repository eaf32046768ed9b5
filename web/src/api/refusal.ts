import { isProblem } from '@/api/problem'
import { isGivenUp } from '@/lib/passkey'

/** The words of a refusal where one place tells all of it. */
export function wordsOf(error: unknown): string | undefined {
  return error instanceof Error && !isGivenUp(error) ? error.message : undefined
}

/** Of a form: what is said of one field. */
export function fieldRefusal(error: unknown, field: string): string | undefined {
  return isProblem(error) ? error.fieldError(field) : undefined
}

/** Of a form: what belongs to no single field. */
export function refusalOf(error: unknown): string | undefined {
  return isProblem(error) && error.errors.length > 0 ? undefined : wordsOf(error)
}
