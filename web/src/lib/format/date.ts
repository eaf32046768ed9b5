import { dayOf } from '../zoned'

export interface Place {
  locale: string
  timeZone: string
  now: Date
}

const dayMs = 86_400_000

/** Whole days between two dates as the zone counts them. */
export function daysFromNow(value: Date, place: Place): number {
  const day = (one: Date) => Date.parse(dayOf(one, place.timeZone))
  return Math.round((day(value) - day(place.now)) / dayMs)
}

/** 12 мар, сегодня, 4 мар 2024. */
export function formatDate(value: Date, place: Place): string {
  const days = daysFromNow(value, place)
  if (Math.abs(days) <= 1) return new Intl.RelativeTimeFormat(place.locale, { numeric: 'auto' }).format(days, 'day')
  const year = (one: Date) => dayOf(one, place.timeZone).slice(0, 4)
  return formatFullDate(value, place, year(value) === year(place.now))
}

export function formatFullDate(value: Date, place: Place, withoutYear = false): string {
  const parts = new Intl.DateTimeFormat(place.locale === 'en' ? 'en-GB' : place.locale, {
    timeZone: place.timeZone, day: 'numeric', month: 'short', ...(withoutYear ? {} : { year: 'numeric' }),
  }).formatToParts(value)
  const wanted = parts.filter((part) => ['day', 'month', 'year'].includes(part.type))
  return wanted.map((part) => part.value.replace('.', '')).join('\u00a0')
}

export function formatTime(value: Date, place: Place): string {
  return new Intl.DateTimeFormat(place.locale === 'en' ? 'en-GB' : place.locale, { timeZone: place.timeZone, hour: '2-digit', minute: '2-digit' }).format(value)
}

/** сегодня, 14:31; 12 мар, 00:00. */
export function formatInstant(value: Date, place: Place): string {
  return `${formatDate(value, place)}, ${formatTime(value, place)}`
}

/** 5 минут назад, через 3 дня. */
export function formatAgo(value: Date, place: Place): string {
  const seconds = (value.getTime() - place.now.getTime()) / 1000
  const units: [Intl.RelativeTimeFormatUnit, number][] = [['day', 86_400], ['hour', 3600], ['minute', 60]]
  // 59 minutes and a half are an hour: the rounded number decides.
  const [unit, size] = units.find(([, each]) => Math.round(Math.abs(seconds) / 60) >= each / 60) ?? ['minute', 60]
  return new Intl.RelativeTimeFormat(place.locale, { numeric: 'auto' }).format(Math.round(seconds / size), unit)
}

export function formatMonth(value: Date, place: Place): string {
  const text = new Intl.DateTimeFormat(place.locale, { timeZone: place.timeZone, month: 'long', year: 'numeric' }).format(value)
  return (text.charAt(0).toUpperCase() + text.slice(1)).replace(/\s?[гр]\.$/, '')
}
