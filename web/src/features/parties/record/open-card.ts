import { useEffect } from 'react'

const open = new Set<string>()

/** Which cards are on the screen: what has no customer's id in its news is asked anew for them. */
export function useOpenCard(id: string): void {
  useEffect(() => {
    open.add(id)
    return () => { open.delete(id) }
  }, [id])
}

export function openCardKeys(): string[][] {
  return [...open].map((id) => ['parties', id])
}
