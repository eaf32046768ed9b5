import { useFormat } from '@/lib/format/use-format'
import css from './funnel-bars.module.css'

interface Bar {
  id: string
  label: string
  count: number
  /** Opens the rows behind the number. */
  onOpen?: () => void
}

interface Props {
  bars: Bar[]
  /** Which one is the answer; the last by default. */
  highlighted?: string
}

export function FunnelBars({ bars, highlighted = bars.at(-1)?.id }: Props) {
  const format = useFormat()
  const most = Math.max(1, ...bars.map((bar) => bar.count))
  return (
    <ul className={css.list}>
      {bars.map((bar) => (
        <li key={bar.id} className={css.line}>
          <span className="el t2" title={bar.label}>{bar.label}</span>
          <span className={css.track}><i className={bar.id === highlighted ? css.main : css.bar} style={{ width: `${(100 * bar.count) / most}%` }} /></span>
          {bar.onOpen
            ? <button type="button" className={`${css.count} link num`} onClick={bar.onOpen}>{format.number(bar.count)}</button>
            : <span className={`${css.count} num`}>{format.number(bar.count)}</span>}
        </li>
      ))}
    </ul>
  )
}
