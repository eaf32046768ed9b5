interface Option {
  value: string
  label: string
}

const formats = new Map<string, Intl.DateTimeFormat | null>()

/** None for a zone that this browser does not know; a list asks for the same ones again and again. */
function formatOf(zone: string): Intl.DateTimeFormat | null {
  const known = formats.get(zone)
  if (known !== undefined) return known
  let made: Intl.DateTimeFormat | null = null
  try {
    made = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' })
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
  }
  formats.set(zone, made)
  return made
}

/** "+02:00", as it is at that instant; '' for an unknown zone. */
function zoneOffset(zone: string, at: Date): string {
  const part = formatOf(zone)?.formatToParts(at).find((one) => one.type === 'timeZoneName')
  return part ? part.value.replace('GMT', '') || '+00:00' : ''
}

type Named = readonly Option[]

/** "(UTC+02:00) Kyiv": `names` are cities in the reader's language, else the city within the zone's own name. */
export function zoneText(zone: string, names: Named, now = new Date()): string {
  const city = names.find((one) => one.value === zone)?.label ?? zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ')
  const offset = zoneOffset(zone, now)
  return offset ? `(UTC${offset}) ${city}` : city
}

function minutesOf(text: string): number {
  const [, sign, hours, minutes] = /^\(UTC([+-])(\d+):(\d+)\)/.exec(text) ?? []
  return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0))
}

// What browsers still call by a name of before.
const renamed: Partial<Record<string, string>> = { 'Europe/Kiev': 'Europe/Kyiv', 'Asia/Calcutta': 'Asia/Kolkata', 'Asia/Saigon': 'Asia/Ho_Chi_Minh', 'Asia/Rangoon': 'Asia/Yangon', 'Asia/Katmandu': 'Asia/Kathmandu', 'Atlantic/Faeroe': 'Atlantic/Faroe' }

/** Every zone, from west to east, the one that stands there now included. */
export function zoneOptions(present: string, names: Named): Option[] {
  const known = Intl.supportedValuesOf('timeZone').map((zone) => renamed[zone] ?? zone)
  const zones = new Set([...known, 'UTC', ...(present ? [present] : [])])
  const now = new Date()
  return [...zones]
    .map((zone) => ({ value: zone, label: zoneText(zone, names, now) }))
    .sort((one, other) => minutesOf(one.label) - minutesOf(other.label) || one.label.localeCompare(other.label))
}
