import { useLingui } from '@lingui/react/macro'
import { useFormat } from '@/lib/format/use-format'
import { Skeleton } from '@/ui/skeleton'
import type { Place } from '../types'
import { useCanvas } from './canvas-context'
import css from './strategy.module.css'

/** How many stand there, how many came within a day, and how many would with the draft; opens them. */
export function PlaceCount({ uid, place }: { uid: string; place: Place | undefined }) {
  const { t } = useLingui()
  const format = useFormat()
  const { strategy, expected, openPlace } = useCanvas()
  const would = expected.byPlace.get(uid)
  const isRunning = strategy.version_n !== null
  const wouldText = would === undefined ? '' : format.number(would)
  if (!place) {
    const missing = expected.isCounting ? <Skeleton width={56} /> : '—'
    return <div className={css.count}><span className={`${css.big} t3`}>{would === undefined ? missing : wouldText}</span>{would !== undefined && <span className="m t3">{isRunning ? t`after publishing` : t`if activated now`}</span>}</div>
  }
  const members = format.number(place.members)
  const today = format.number(place.entered_today)
  return (
    <div className={css.count}>
      <button type="button" className={css.big} onClick={() => { openPlace(uid) }} aria-label={t`Customers here: ${members}. Show them`}>{members}</button>
      {would !== undefined && would !== place.members
        ? <span className={`${css.would} m num`}>→ {wouldText}</span>
        : <span className="m t3 num">{place.entered_today > 0 ? t`+${today} in 24 h` : ''}</span>}
    </div>
  )
}
