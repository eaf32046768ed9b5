import { useLingui } from '@lingui/react/macro'
import type { RelativeTime, TimeUnit } from '@/lib/expression/expression'
import { NumberInput } from '../number-input'
import { SegmentedControl } from '../segmented-control'
import { Select } from '../select'
import css from './expression-builder.module.css'
import { useRelativeWords } from './use-relative-words'

interface Props {
  kind: 'date' | 'instant'
  value: RelativeTime | null
  onChange: (value: RelativeTime) => void
}

const units: Record<Props['kind'], TimeUnit[]> = {
  date: ['day', 'week', 'month', 'year'],
  instant: ['minute', 'hour', 'day', 'week', 'month', 'year'],
}

export function RelativeDate({ kind, value, onChange }: Props) {
  const { t } = useLingui()
  const words = useRelativeWords()
  const { n, unit } = value?.now ?? { n: -30, unit: 'day' as TimeUnit }
  const side = n > 0 ? 'ahead' : n < 0 ? 'ago' : 'now'

  function set(size: number, nextSide: string, nextUnit: TimeUnit): void {
    const signed = nextSide === 'now' ? 0 : Math.max(1, size) * (nextSide === 'ago' ? -1 : 1)
    onChange({ now: { n: signed, unit: nextUnit } })
  }

  return (
    <>
      <SegmentedControl label={t`Direction`} isWide isSmall value={side} onChange={(next) => { set(Math.abs(n), next, unit) }} choices={[{ value: 'ago', label: t`ago` }, { value: 'now', label: kind === 'date' ? t`today` : t`now` }, { value: 'ahead', label: t`ahead` }]} />
      {side !== 'now' && (
        <div className={css.pair}>
          <NumberInput aria-label={t`How many`} value={Math.abs(n)} min={1} max={36500} onChange={(size) => { set(size ?? 1, side, unit) }} autoFocus />
          <Select aria-label={t`Unit of time`} options={units[kind].map((one) => ({ value: one, label: words.units[one] }))} value={unit} onChange={(next) => { set(Math.abs(n), side, (next ?? 'day') as TimeUnit) }} />
        </div>
      )}
      <p className="m t3">{t`Counted anew all the time: the condition turns true by itself when its moment comes.`}</p>
    </>
  )
}
