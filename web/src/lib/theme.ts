import { useEffect, useSyncExternalStore } from 'react'
import { usePref } from './prefs'

export const themes = ['auto', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

const media = () => window.matchMedia('(prefers-color-scheme: dark)')

function subscribe(listener: () => void): () => void {
  const query = media()
  query.addEventListener('change', listener)
  return () => { query.removeEventListener('change', listener) }
}

export function useTheme(): { theme: Theme; shown: 'light' | 'dark'; setTheme: (theme: Theme) => void } {
  const [theme, setTheme] = usePref<Theme>('theme', 'auto')
  const systemDark = useSyncExternalStore(subscribe, () => media().matches)
  useEffect(() => {
    if (theme === 'auto') delete document.documentElement.dataset.theme
    else document.documentElement.dataset.theme = theme
  }, [theme])
  const shown = theme === 'auto' ? (systemDark ? 'dark' : 'light') : theme
  return { theme, shown, setTheme }
}
