import { i18n } from '@lingui/core'
import { t } from '@lingui/core/macro'
import createClient, { type Middleware } from 'openapi-fetch'
import { fetchProven } from './asked-proof'
import { eyes } from './eyes'
import { Problem } from './problem'
import { readsByPost } from './reads-by-post'
import type { paths } from './schema'
import { announceSignedOut } from './signed-out'

/** There a 401 is a refusal of what was shown, to somebody who has no session yet. */
const logsIn = /\/api\/v1\/session(\/|$)/
const safeMethods = ['GET', 'HEAD', 'OPTIONS']

export function csrfToken(): string {
  return /(?:^|; )(?:__Host-)?kurator_csrf=([^;]*)/.exec(document.cookie)?.[1] ?? ''
}

/** What is told where the answer has no words of its own: it came from a proxy, or from nobody. */
function wordsFor(status: number): string {
  if (status === 0) return t`The server did not answer. What you entered is kept.`
  return status >= 500 ? t`The server failed. Try again in a moment.` : ''
}

async function problemOf(response: Response): Promise<Problem> {
  const body: unknown = await response.clone().json().catch(() => ({}))
  const members = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {}
  const requestId = response.headers.get('X-Request-Id')
  return new Problem(response.status, { detail: wordsFor(response.status), ...(requestId && { request_id: requestId }), ...members })
}

const newKey = (): string => crypto.randomUUID?.() ?? Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')

const house: Middleware = {
  onRequest({ request }) {
    request.headers.set('Accept-Language', i18n.locale)
    request.headers.set('X-Kurator-Client', 'web')
    if (!safeMethods.includes(request.method)) {
      request.headers.set('X-CSRFToken', decodeURIComponent(csrfToken()))
      Object.entries(eyes()).forEach(([name, value]) => { request.headers.set(name, value) })
    }
    if (request.method === 'POST' && !request.headers.has('Idempotency-Key') && !readsByPost.test(new URL(request.url).pathname)) {
      request.headers.set('Idempotency-Key', newKey())
    }
    return request
  },
  async onResponse({ request, response }) {
    if (response.ok) return
    if (response.status === 401 && !logsIn.test(new URL(request.url).pathname)) announceSignedOut()
    throw await problemOf(response)
  },
  onError() {
    return new Problem(0, { code: 'network', detail: wordsFor(0) })
  },
}

/** Throws `Problem` on every answer that is not 2xx, so `data` is there when the promise keeps. */
export const client = createClient<paths>({ baseUrl: window.location.origin, credentials: 'same-origin', fetch: fetchProven })
client.use(house)
