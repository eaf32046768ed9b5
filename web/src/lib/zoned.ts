/** Days and times of the wall clock in a zone, which is the viewer's: inputs mean them, the server wants instants. */

function wallParts(instant: Date, timeZone: string): Record<string, number> {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit',
  }).formatToParts(instant)
  return Object.fromEntries(parts.map((part) => [part.type, Number(part.value)]))
}

function offsetMs(instant: Date, timeZone: string): number {
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = wallParts(instant, timeZone)
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant.getTime() / 1000) * 1000
}

/** `2026-03-12` and `14:30` in the zone, as ISO with Z. */
export function instantOf(day: string, time: string, timeZone: string): string {
  const naive = Date.parse(`${day}T${time || '00:00'}:00Z`)
  const guess = naive - offsetMs(new Date(naive), timeZone)
  return new Date(naive - offsetMs(new Date(guess), timeZone)).toISOString().replace('.000Z', 'Z')
}

export function wallOf(instant: string, timeZone: string): { day: string; time: string } {
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0 } = wallParts(new Date(instant), timeZone)
  const two = (value: number) => String(value).padStart(2, '0')
  return { day: `${year}-${two(month)}-${two(day)}`, time: `${two(hour)}:${two(minute)}` }
}

/** `YYYY-MM-DD` of that instant. */
export function dayOf(instant: Date, timeZone: string): string {
  return wallOf(instant.toISOString(), timeZone).day
}

/** The day so many days later; earlier with a negative number. */
export function dayPlus(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}
