import css from './app-shell.module.css'

/** How many things wait: a number, or a dot where a number has no room. */
export function NavCount({ read, isDot }: { read: () => number | null; isDot: boolean }) {
  const count = read()
  if (!count) return null
  return isDot ? <span className={css.dot} /> : <span className={css.count}>{count}</span>
}
