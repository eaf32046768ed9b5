import { shortcutCaps } from '@/lib/commands/keys'
import css from './kbd.module.css'

interface Props {
  /** As a command writes it: `c`, `g c`, `mod+k`. */
  keys: string
}

/** Key caps; for eyes only, because assistive technology reads the command's name. */
export function Kbd({ keys }: Props) {
  return (
    <span className={css.keys} aria-hidden>
      {shortcutCaps(keys).map((caps, index) => (
        <kbd key={index} className={css.cap}>{caps.join(' ')}</kbd>
      ))}
    </span>
  )
}
