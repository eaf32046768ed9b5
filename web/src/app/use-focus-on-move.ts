import { useEffect, useRef } from 'react'

/** After a move to another page the focus stands at its beginning, so that the keyboard and the screen reader follow. */
export function useFocusOnMove(path: string): void {
  const shown = useRef(path)
  useEffect(() => {
    if (shown.current === path) return
    shown.current = path
    const main = document.getElementById('main')
    if (main && !main.contains(document.activeElement)) main.focus({ preventScroll: true })
  }, [path])
}
