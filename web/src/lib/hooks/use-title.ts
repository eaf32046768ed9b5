import { useEffect } from 'react'

/** Name of the tab of the browser; heads of pages set it themselves. */
export function useTitle(title: string | undefined): void {
  useEffect(() => {
    if (title) document.title = `${title} · Kurator`
    return () => { document.title = 'Kurator' }
  }, [title])
}
