import { client } from './client'

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
type Query = Record<string, string | number | boolean | null | undefined>

interface Options {
  body?: unknown
  query?: Query
  headers?: Record<string, string>
  signal?: AbortSignal
}

type LooseCall = (method: string, path: string, init: object) => Promise<{ data?: unknown }>

function bodyOf(body: unknown): object {
  if (body === undefined) return {}
  return body instanceof FormData ? { body, bodySerializer: (form: FormData) => form } : { body }
}

/** For a path whose schema is not generated yet, and for uploads; the caller names the answer's type. */
export async function request<T>(method: Method, path: string, options: Options = {}): Promise<T> {
  const known = Object.entries(options.query ?? {}).filter(([, value]) => value !== undefined && value !== null)
  const call = client.request as unknown as LooseCall
  const { data } = await call(method.toLowerCase(), `/api/v1${path}`, {
    ...bodyOf(options.body),
    params: { query: Object.fromEntries(known) },
    headers: options.headers,
    signal: options.signal,
  })
  return data as T
}
