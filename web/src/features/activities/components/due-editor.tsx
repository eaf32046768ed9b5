import { useLingui } from '@lingui/react/macro'
import { instantOf, wallOf } from '@/lib/zoned'
import { useFormat } from '@/lib/format/use-format'
import { DateInput } from '@/ui/date-input'
import { TimeInput } from '@/ui/time-input'
import css from './activities.module.css'

interface Props {
  /** ISO with Z */
  value: string
  onChange: (value: string) => void
  error?: string
}

/** Day and time in the zone of the viewer. */
export function DueEditor({ value, onChange, error }: Props) {
  const { t } = useLingui()
  const { timeZone } = useFormat()
  const wall = wallOf(value, timeZone)
  return (
    <span className={css.dueEditor}>
      <DateInput aria-label={t`Day`} value={wall.day} isClearable={false} error={error} onChange={(day) => { if (day) onChange(instantOf(day, wall.time, timeZone)) }} />
      <TimeInput aria-label={t`Time`} value={wall.time} onChange={(time) => { onChange(instantOf(wall.day, time, timeZone)) }} />
    </span>
  )
}
