import { useEffect, useRef, type RefObject } from 'react'

/** Lets long-lived listeners see the newest value without being set up again. */
export function useLatest<T>(value: T): RefObject<T> {
  const ref = useRef(value)
  useEffect(() => { ref.current = value })
  return ref
}
