import { useDelayed } from '@/lib/hooks/use-delayed'
import css from './skeleton.module.css'

interface Props {
  width?: number | string
  /** Lines of text this stands for. */
  lines?: number
  /** Skip the 150 ms of nothing: the owner has waited already. */
  isImmediate?: boolean
}

const widths = ['84%', '67%', '74%', '55%', '68%', '60%', '79%']

export function Skeleton({ width, lines = 1, isImmediate }: Props) {
  const waited = useDelayed(true)
  const isShown = waited || isImmediate
  return (
    <span className={css.block} data-skeleton aria-hidden>
      {Array.from({ length: lines }, (_, index) => (
        <span key={index} className={css.line}>{isShown && <i style={{ width: width ?? widths[index % widths.length] }} />}</span>
      ))}
    </span>
  )
}
