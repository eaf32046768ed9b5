import { useEffect, useRef, type PointerEvent } from 'react'

const held = 450
/** A finger is never quite still; further away it scrolls. */
const slack = 10

/** What a finger that stays does; the tap it ends with is not a tap any more. */
export function useLongPress(onHold: (() => void) | undefined, onTap: () => void) {
  const timer = useRef(0)
  const start = useRef({ x: 0, y: 0 })
  const wasHeld = useRef(false)
  const stop = () => { window.clearTimeout(timer.current) }
  useEffect(() => stop, [])

  function onPointerDown(event: PointerEvent): void {
    wasHeld.current = false
    if (!onHold || event.pointerType === 'mouse') return
    start.current = { x: event.clientX, y: event.clientY }
    timer.current = window.setTimeout(() => { wasHeld.current = true; onHold() }, held)
  }

  function onPointerMove({ clientX, clientY }: PointerEvent): void {
    if (Math.hypot(clientX - start.current.x, clientY - start.current.y) > slack) stop()
  }

  const onClick = () => { if (wasHeld.current) wasHeld.current = false; else onTap() }
  // The browser's own menu of a long press would lie over the row.
  const onContextMenu = onHold && ((event: { preventDefault: () => void }) => { event.preventDefault() })
  return { onPointerDown, onPointerMove, onPointerUp: stop, onPointerCancel: stop, onContextMenu, onClick }
}
