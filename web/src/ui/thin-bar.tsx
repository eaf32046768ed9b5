import { useDelayed } from '@/lib/hooks/use-delayed'
import css from './thin-bar.module.css'

/** Two pixels at the top of a region whose data is being refreshed; takes no room. */
export function ThinBar({ isActive }: { isActive: boolean }) {
  const shown = useDelayed(isActive)
  return <div className={css.bar} aria-hidden>{shown && <i className={css.run} />}</div>
}
