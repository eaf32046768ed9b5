import { useEffect, useRef, type MouseEvent } from 'react'

const doubleClickMilliseconds = 600

/**
 * For what opens under the pointer: the second click of a double click that opened it hits nothing
 * of it, so nobody changes what he has not seen yet, nor closes it beside. Goes to `onClickCapture`.
 */
export function useNoSecondClick(isOpen: boolean): (event: MouseEvent) => void {
  const openedAt = useRef(0)
  useEffect(() => { if (isOpen) openedAt.current = performance.now() }, [isOpen])
  return (event) => {
    if (event.detail < 2 || performance.now() - openedAt.current > doubleClickMilliseconds) return
    event.preventDefault()
    event.stopPropagation()
  }
}
