import { readsByPost } from './reads-by-post'

/**
 * A request whose answer was lost, or that an overloaded server put off, is sent again: reads always,
 * writes when they carry an Idempotency-Key, because then a repetition changes nothing.
 */
const pauses = [400, 1500]
const longestWait = 5_000
/** Slow questions of this person are under way, each for a minute at most: this one waits for them. */
const longestTurn = 90_000

function mayRepeat(request: Request): boolean {
  return request.method === 'GET' || request.headers.has('Idempotency-Key') || readsByPost.test(new URL(request.url).pathname)
}

async function waitsItsTurn(response: Response): Promise<boolean> {
  if (response.status !== 429) return false
  const body: unknown = await response.clone().json().catch(() => null)
  return typeof body === 'object' && body !== null && 'code' in body && body.code === 'kurator.too_many_at_once'
}

function isPutOff(response: Response): boolean {
  return response.status === 429 || response.status === 503 || (response.status === 409 && response.headers.has('Retry-After'))
}

/** How long to wait, and null when the server asks for more patience than a person has. */
function waitFor(response: Response, turn: number): number | null {
  const asked = Number(response.headers.get('Retry-After') ?? 0) * 1000
  if (asked > longestWait) return null
  return Math.max(asked, pauses[turn] ?? 0) * (0.8 + Math.random() * 0.4)
}

function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = () => {
      clearTimeout(timer)
      reject(signal.reason as Error)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', leave)
      resolve()
    }, milliseconds)
    signal.addEventListener('abort', leave, { once: true })
  })
}

/** The server has refused it before it did anything, so it is sent again until its turn comes. */
async function fetchInTurn(request: Request): Promise<Response> {
  const until = Date.now() + longestTurn
  for (;;) {
    const response = await fetch(request.clone())
    if (Date.now() > until || !(await waitsItsTurn(response))) return response
    await sleep(1000 * (0.8 + Math.random() * 0.4), request.signal)
  }
}

export async function fetchPatiently(request: Request): Promise<Response> {
  if (!mayRepeat(request)) return fetchInTurn(request)
  for (let turn = 0; turn < pauses.length; turn++) {
    let pause = pauses[turn] ?? 0
    try {
      const response = await fetchInTurn(request)
      if (!isPutOff(response) || (await waitsItsTurn(response))) return response
      const asked = waitFor(response, turn)
      if (asked === null) return response
      pause = asked
    } catch (error) {
      if (request.signal.aborted || request.method === 'GET') throw error
    }
    await sleep(pause, request.signal)
  }
  return fetchInTurn(request)
}
