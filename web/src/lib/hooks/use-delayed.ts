import { useEffect, useState } from 'react'

/** True only after `active` has lasted `ms`: a fast answer never flashes a placeholder. */
export function useDelayed(active: boolean, ms = 150): boolean {
  const [passed, setPassed] = useState(false)
  useEffect(() => {
    if (!active) return
    const timer = setTimeout(() => { setPassed(true) }, ms)
    return () => {
      clearTimeout(timer)
      setPassed(false)
    }
  }, [active, ms])
  return active && passed
}
