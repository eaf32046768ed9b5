import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { isRelative, type RelativeTime } from '@/lib/expression/expression'
import { wallOf } from '@/lib/zoned'
import { useFormat } from '@/lib/format/use-format'
import { Icon } from '../icon'
import { Popover } from '../popover'
import { SegmentedControl } from '../segmented-control'
import { CalendarDate } from './calendar-date'
import css from './expression-builder.module.css'
import { RelativeDate } from './relative-date'
import { useRelativeWords } from './use-relative-words'

interface Props {
  kind: 'date' | 'instant'
  label: string
  value: string | RelativeTime | null
  isInvalid: boolean
  onChange: (value: string | RelativeTime | null) => void
}

/** A day of the calendar, or a distance from the current moment: “30 days ago”. */
export function DateValue({ kind, label, value, isInvalid, onChange }: Props) {
  const { t } = useLingui()
  const format = useFormat()
  const words = useRelativeWords()
  const [isOpen, setIsOpen] = useState(false)
  const [mode, setMode] = useState<'relative' | 'calendar'>(value === null || isRelative(value) ? 'relative' : 'calendar')

  function shown(): string {
    if (value === null) return t`Choose`
    if (isRelative(value)) return words.relative(value)
    if (kind === 'date') return format.fullDate(value)
    const wall = wallOf(value, format.timeZone)
    return wall.time === '00:00' ? format.fullDate(wall.day) : `${format.fullDate(wall.day)}, ${wall.time}`
  }

  function open(next: boolean): void {
    setIsOpen(next)
    if (next && value === null && mode === 'relative') onChange({ now: { n: -30, unit: 'day' } })
  }

  const button = (
    <button type="button" className={css.date} aria-label={`${label}: ${shown()}`} aria-invalid={isInvalid || undefined} onClick={() => { open(!isOpen) }}>
      <Icon name={isRelative(value) ? 'clock' : 'calendar'} size={12} />
      <span className={value === null ? 't3' : undefined}>{shown()}</span>
    </button>
  )
  return (
    <Popover target={button} isOpen={isOpen} onChange={open} label={label} width={292}>
      <div className={css.pop}>
        <SegmentedControl label={t`How the time is given`} isWide isSmall value={mode} onChange={setMode} choices={[{ value: 'relative', label: t`From now` }, { value: 'calendar', label: t`Calendar` }]} />
        {mode === 'relative'
          ? <RelativeDate kind={kind} value={isRelative(value) ? value : null} onChange={onChange} />
          : <CalendarDate kind={kind} value={typeof value === 'string' ? value : null} onChange={onChange} />}
      </div>
    </Popover>
  )
}
