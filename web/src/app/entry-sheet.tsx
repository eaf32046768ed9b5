import type { ReactNode } from 'react'
import { Mark } from '@/ui/mark'
import { expectInside } from './inside'
import css from './login-page.module.css'
import { LoginPreferences } from './login-preferences'

interface Props {
  children: ReactNode
}

/** The page before the log-in: a sheet in the middle, language and theme below. */
export function EntrySheet({ children }: Props) {
  return (
    <div className={css.page} onKeyDownCapture={expectInside} onPointerDownCapture={expectInside}>
      <main className={css.sheet}>
        <div className={css.brand}><Mark size={24} /><h1>Kurator</h1></div>
        {children}
      </main>
      <LoginPreferences />
    </div>
  )
}
