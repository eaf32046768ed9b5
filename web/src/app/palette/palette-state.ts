import { createStore } from '@/lib/store'

export const overlay = createStore<'palette' | 'keys' | null>(null)

export function openPalette(): void {
  overlay.set('palette')
}

export function openKeySheet(): void {
  overlay.set('keys')
}

export function closeOverlay(): void {
  overlay.set(null)
}
