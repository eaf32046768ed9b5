import { isProblem } from '@/api/problem'

/** The words of a refusal that belong to no single field. */
export function refusalOf(error: unknown): string | undefined {
  if (!error) return undefined
  if (isProblem(error)) return error.errors.length ? undefined : error.detail || error.message
  return error instanceof Error ? error.message : undefined
}

export function fieldRefusal(error: unknown, field: string): string | undefined {
  return isProblem(error) ? error.fieldError(field) : undefined
}
