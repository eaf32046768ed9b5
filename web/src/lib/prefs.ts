import { useCallback, useSyncExternalStore } from 'react'

const prefix = 'kurator.'
const listeners = new Set<() => void>()
const parsed = new Map<string, { raw: string; value: unknown }>()

export function readPref<T>(key: string, fallback: T): T {
  const raw = localStorage.getItem(prefix + key)
  if (raw === null) return fallback
  const known = parsed.get(key)
  if (known?.raw === raw) return known.value as T
  try {
    const value = JSON.parse(raw) as T
    parsed.set(key, { raw, value })
    return value
  } catch {
    return fallback
  }
}

export function writePref(key: string, value: unknown): void {
  localStorage.setItem(prefix + key, JSON.stringify(value))
  listeners.forEach((listener) => { listener() })
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  window.addEventListener('storage', listener)
  return () => {
    listeners.delete(listener)
    window.removeEventListener('storage', listener)
  }
}

/** A choice of this person on this device; `fallback` must keep its identity between renders. */
export function usePref<T>(key: string, fallback: T): [T, (value: T) => void] {
  const value = useSyncExternalStore(subscribe, () => readPref(key, fallback))
  const write = useCallback((next: T) => { writePref(key, next) }, [key])
  return [value, write]
}
