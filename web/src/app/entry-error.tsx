import { Status } from '@/ui/status'
import css from './login-page.module.css'

export function EntryError({ words }: { words: string | null }) {
  return words && <p className={css.error} role="alert"><Status tone="bad" /><span>{words}</span></p>
}
