import { formatNumber } from './number'

function fractionDigits(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
}

function symbolOf(currency: string, locale: string): string {
  const parts = new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' }).formatToParts(0)
  return parts.find((part) => part.type === 'currency')?.value ?? currency
}

/** `minor` counts the smallest units; whole amounts are shown without the fraction. */
export function formatMoney(minor: number, currency: string, locale: string): string {
  const digits = fractionDigits(currency)
  const amount = minor / 10 ** digits
  const shownDigits = Number.isInteger(amount) ? 0 : digits
  const number = formatNumber(amount, locale, { minimumFractionDigits: shownDigits, maximumFractionDigits: shownDigits })
  const symbol = symbolOf(currency, locale)
  return locale === 'en' ? `${symbol}\u202f${number}` : `${number}\u00a0${symbol}`
}
