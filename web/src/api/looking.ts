import { request } from './request'

/** Other windows of this browser share the session, so they must see what it sees. */
const windows = new BroadcastChannel('kurator:looking')

/** Everything is read anew: what was on the screen was seen with other eyes. */
export function onEyesChanged(listener: () => void): () => void {
  windows.addEventListener('message', listener)
  return () => { windows.removeEventListener('message', listener) }
}

function openAnew(path: string): void {
  windows.postMessage('changed')
  window.location.assign(path)
}

/** From here on this browser sees as that person, and can change nothing. */
export async function beginLook(userId: string): Promise<void> {
  await request('POST', '/looks', { body: { user_id: userId } })
  openAnew('/')
}

export async function endLook(): Promise<void> {
  await request('DELETE', '/looks')
  openAnew('/')
}
