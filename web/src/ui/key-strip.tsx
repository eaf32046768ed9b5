import { Kbd } from './kbd'
import css from './key-strip.module.css'

interface Props {
  hints: { keys: string; label: string }[]
}

export function KeyStrip({ hints }: Props) {
  return (
    <div className={css.strip} aria-hidden>
      {hints.map((hint) => <span key={hint.keys} className={css.hint}><Kbd keys={hint.keys} />{hint.label}</span>)}
    </div>
  )
}
