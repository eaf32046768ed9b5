import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useStore } from '@/lib/store'
import { listKey } from '../api/queries'
import { listChanges } from './list-changes'

const pauseMs = 1000

/** Refetches at once, then at most once a second, and never under an open cell editor. */
export function useListRefresh(isHeld: boolean): void {
  const client = useQueryClient()
  const changes = useStore(listChanges)
  const seen = useRef(changes)
  const last = useRef(0)
  useEffect(() => {
    if (isHeld || changes === seen.current) return
    const wait = Math.max(0, last.current + pauseMs - Date.now())
    const timer = setTimeout(() => {
      seen.current = changes
      last.current = Date.now()
      void client.invalidateQueries({ queryKey: listKey }, { cancelRefetch: false })
    }, wait)
    return () => { clearTimeout(timer) }
  }, [changes, isHeld, client])
}
