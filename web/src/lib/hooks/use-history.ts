import { useCallback, useState } from 'react'

interface Kept<T> {
  past: T[]
  present: T
  future: T[]
  /** Edits under the same key within a second are one step. */
  key: string
  at: number
}

export interface History<T> {
  value: T
  change: (next: T, key?: string) => void
  undo: () => void
  redo: () => void
  canUndo: boolean
  canRedo: boolean
  /** Forgets the past: another document is edited now. */
  reset: (next: T) => void
}

const mergeMs = 1000
const depth = 200

function begin<T>(present: T): Kept<T> {
  return { past: [], present, future: [], key: '', at: 0 }
}

function step<T>(kept: Kept<T>, next: T, key: string): Kept<T> {
  if (next === kept.present) return kept
  const now = Date.now()
  const isSame = key !== '' && key === kept.key && now - kept.at < mergeMs
  return { past: isSame ? kept.past : [...kept.past.slice(-depth), kept.present], present: next, future: [], key, at: now }
}

function back<T>(kept: Kept<T>): Kept<T> {
  const before = kept.past.at(-1)
  if (before === undefined) return kept
  return { ...begin(before), past: kept.past.slice(0, -1), future: [kept.present, ...kept.future] }
}

function forth<T>(kept: Kept<T>): Kept<T> {
  const [after, ...rest] = kept.future
  if (after === undefined) return kept
  return { ...begin(after), past: [...kept.past, kept.present], future: rest }
}

/** A value with undo and redo. */
export function useHistory<T>(initial: () => T): History<T> {
  const [kept, setKept] = useState(() => begin(initial()))
  return {
    value: kept.present,
    change: useCallback((next: T, key = '') => { setKept((now) => step(now, next, key)) }, []),
    undo: useCallback(() => { setKept(back) }, []),
    redo: useCallback(() => { setKept(forth) }, []),
    canUndo: kept.past.length > 0,
    canRedo: kept.future.length > 0,
    reset: useCallback((next: T) => { setKept(begin(next)) }, []),
  }
}
