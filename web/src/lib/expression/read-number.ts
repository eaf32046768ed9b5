/**
 * Reads `1 000,50` and, in English, `1,000.50`; null when it is not a number. With `digits` the
 * answer counts minor units and finer fractions are refused.
 */
export function readNumber(text: string, digits: number | null, locale: string): number | null {
  const bare = text.replace(/[\s\u00a0\u202f]/g, '').replace('−', '-').replace(/[^\d.,-]+$/, '').replace(/^[^\d.,-]+/, '')
  const ungrouped = locale === 'en' ? bare.replace(/,(?=\d{3}(?:\D|$))/g, '') : bare
  const parts = /^(-?)(\d*)(?:[.,](\d*))?$/.exec(ungrouped)
  if (!parts) return null
  const [, sign = '', whole = '', fraction = ''] = parts
  if (whole === '' && fraction === '') return null
  if (digits !== null && fraction.length > digits) return null
  const value = digits === null ? Number(`${sign}${whole || '0'}.${fraction || '0'}`) : Number(sign + whole + fraction.padEnd(digits, '0'))
  return Math.abs(value) <= Number.MAX_SAFE_INTEGER ? value : null
}
