import { useLingui } from '@lingui/react/macro'
import { goTo } from '@/lib/router-link'
import { Button } from '@/ui/button'
import { EntryError } from './entry-error'
import { EntrySheet } from './entry-sheet'
import css from './login-page.module.css'
import { useEntryError } from './use-entering'

/** A link that opens nothing (any more). */
export function SpentLink({ error }: { error: unknown }) {
  const { t } = useLingui()
  const words = useEntryError(error)
  return (
    <EntrySheet>
      <div className={css.form}>
        <EntryError words={words} />
        <Button size="lg" onClick={() => { goTo('/login') }}>{t`Go to the log-in`}</Button>
      </div>
    </EntrySheet>
  )
}
