const thin = '\u202f'

/** Thin spaces between thousands in Russian and Ukrainian, commas in English. */
export function formatNumber(value: number, locale: string, options: Intl.NumberFormatOptions = {}): string {
  return new Intl.NumberFormat(locale, { useGrouping: 'always', maximumFractionDigits: 2, ...options } as Intl.NumberFormatOptions)
    .format(value)
    .replace(/[\u00a0\u202f ]/g, thin)
    .replace('-', '−')
}

export function formatCompact(value: number, locale: string): string {
  return formatNumber(value, locale, { notation: 'compact', maximumFractionDigits: 1 })
}

/** `value` is a share: 0.68 → 68 %. */
export function formatPercent(value: number, locale: string, digits = 0): string {
  const number = formatNumber(value * 100, locale, { maximumFractionDigits: digits, minimumFractionDigits: digits })
  return locale === 'en' ? `${number}%` : `${number}\u00a0%`
}
