type Parse = (text: string) => { formatInternational: () => string } | undefined

let parse: Parse | null = null
let loading: Promise<void> | null = null

/** The library is fetched the first time a number is shown. */
export function loadPhones(): Promise<void> {
  loading ??= import('libphonenumber-js/min').then((library) => { parse = library.parsePhoneNumberFromString })
  return loading
}

/** Accepts E.164 with or without the plus; shows it raw until the library is here. */
export function formatPhone(value: string, extension?: string | null): string {
  const number = /^\d{9,15}$/.test(value) ? `+${value}` : value
  const shown = parse?.(number)?.formatInternational() ?? number
  return extension ? `${shown}, ${extension}` : shown
}
