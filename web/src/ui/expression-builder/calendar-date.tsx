import { DatePicker } from '@mantine/dates'
import { useLingui } from '@lingui/react/macro'
import { instantOf, wallOf } from '@/lib/zoned'
import { useFormat } from '@/lib/format/use-format'
import { TimeInput } from '../time-input'
import css from './expression-builder.module.css'

interface Props {
  kind: 'date' | 'instant'
  value: string | null
  onChange: (value: string | null) => void
}

export function CalendarDate({ kind, value, onChange }: Props) {
  const { t } = useLingui()
  const { timeZone } = useFormat()
  const wall = value === null ? null : kind === 'date' ? { day: value, time: '' } : wallOf(value, timeZone)

  function set(day: string | null, time: string): void {
    if (!day) onChange(null)
    else onChange(kind === 'date' ? day : instantOf(day, time, timeZone))
  }

  return (
    <>
      <DatePicker className={css.calendar} value={wall?.day ?? null} onChange={(day) => { set(day, wall?.time ?? '00:00') }} defaultDate={wall?.day} size="xs" />
      {kind === 'instant' && <TimeInput label={t`Time`} value={wall?.time ?? '00:00'} disabled={!wall} onChange={(time) => { set(wall?.day ?? null, time) }} />}
    </>
  )
}
