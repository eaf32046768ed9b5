import { createStore } from '@/lib/store'
import { fetchPatiently } from './patience'

/** Who waits for the person to show who he is; the shell draws the question. */
export const askedProof = createStore<((isProven: boolean) => void) | null>(null)
let asking: Promise<boolean> | null = null

/** Several requests that are refused together wait for one answer. */
function askForProof(): Promise<boolean> {
  asking ??= new Promise<boolean>((resolve) => {
    askedProof.set(() => (isProven: boolean) => {
      askedProof.set(null)
      asking = null
      resolve(isProven)
    })
  })
  return asking
}

async function isProofNeeded(response: Response): Promise<boolean> {
  if (response.status !== 403) return false
  const body: unknown = await response.clone().json().catch(() => null)
  return typeof body === 'object' && body !== null && 'code' in body && body.code === 'access.proof_needed'
}

/** A file would be kept in memory for a repetition that no operation asks for. */
function isShort(request: Request): boolean {
  const kind = request.headers.get('Content-Type')
  return kind === null || kind.startsWith('application/json')
}

/**
 * Where the server wants to be shown first who is there, the person is asked, and the same request
 * sent again. Whoever shows nothing gets the server's words.
 */
export async function fetchProven(request: Request): Promise<Response> {
  if (request.method === 'GET' || !isShort(request)) return fetchPatiently(request)
  const again = request.clone()
  const response = await fetchPatiently(request)
  if (!(await isProofNeeded(response))) return response
  return (await askForProof()) ? fetchPatiently(again) : response
}
