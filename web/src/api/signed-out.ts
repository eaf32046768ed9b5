const event = 'kurator:signed-out'

export function announceSignedOut(): void {
  window.dispatchEvent(new Event(event))
}

export function onSignedOut(listener: () => void): () => void {
  window.addEventListener(event, listener)
  return () => { window.removeEventListener(event, listener) }
}
