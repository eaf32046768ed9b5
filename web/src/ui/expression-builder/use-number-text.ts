import type { FieldInfo } from '@/lib/expression/expression'
import { useFormat } from '@/lib/format/use-format'

/** A number of this field as it is read: `1 000 ₴` for money in minor units. */
export function useNumberText(field: FieldInfo): (value: number) => string {
  const format = useFormat()
  return (value) => {
    if (field.kind !== 'money') return format.number(value, { maximumFractionDigits: 6 })
    if (field.currency) return format.money(value, field.currency)
    return format.number(value / 10 ** field.minor_units)
  }
}
