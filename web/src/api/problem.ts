export interface FieldError {
  loc: (string | number)[]
  code: string
  msg: string
}

/** problem+json as the server writes it: `message` is what to tell where there is room for one sentence. */
export class Problem extends Error {
  readonly status: number
  readonly code: string
  readonly title: string
  readonly detail: string
  readonly errors: FieldError[]
  readonly requestId: string | null
  readonly data: Record<string, unknown>

  constructor(status: number, body: Record<string, unknown>) {
    const text = (key: string) => (typeof body[key] === 'string' ? body[key] : '')
    const errors = Array.isArray(body.errors) ? (body.errors as FieldError[]) : []
    super(errors[0]?.msg || text('detail') || text('title') || `HTTP ${status}`)
    this.name = 'Problem'
    this.status = status
    this.code = text('code') || `http.${status}`
    this.title = text('title')
    this.detail = text('detail')
    this.errors = errors
    this.requestId = text('request_id') || null
    this.data = body
  }

  /** Message for one field: `fieldError('email')` finds loc [..., 'email']. */
  fieldError(name: string): string | undefined {
    return this.errors.find((error) => error.loc.includes(name))?.msg
  }
}

export function isProblem(error: unknown, code?: string): error is Problem {
  return error instanceof Problem && (code === undefined || error.code === code)
}
