import { useLingui } from '@lingui/react/macro'
import { useCallback } from 'react'
import type { Field } from '@/api/fields'
import { useTags } from '@/api/fields'
import { nobodyId, usePeople } from '@/api/people'
import { useFormat } from '@/lib/format/use-format'
import { zoneText } from '@/lib/format/zone'
import { usePhone } from '@/lib/format/use-phone'

export type ValueText = (field: Field, value: unknown) => string

function isBlank(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
}

/** Any value of any field as a person reads it; '' for none. */
export function useValueText(): ValueText {
  const { t } = useLingui()
  const format = useFormat()
  const phone = usePhone()
  const people = usePeople()
  const tags = useTags()
  return useCallback((field: Field, value: unknown): string => {
    if (isBlank(value)) return ''
    if (Array.isArray(value)) return value.map((one) => oneText(one)).filter(Boolean).join(', ')
    return oneText(value)

    function oneText(one: unknown): string {
      if (typeof one === 'object' && one !== null) return Object.values(one).filter(Boolean).join(' / ')
      const raw = String(one)
      switch (field.kind) {
        case 'money': return format.money(Number(one), field.currency ?? 'UAH')
        case 'number': return field.code === 'party.number' ? `K-${raw}` : format.number(Number(one), { maximumFractionDigits: 6 })
        case 'bool': return one === true ? t`yes` : t`no`
        case 'date': return format.fullDate(raw)
        case 'instant': return format.instant(raw)
        case 'choice': return field.choices.find((choice) => choice.value === raw)?.label ?? raw
        case 'user': return raw === nobodyId ? '' : (people.nameOf(raw) ?? t`somebody`)
        case 'tags': return tags.find((tag) => tag.id === raw)?.name ?? ''
        default: return field.code === 'party.phone' ? phone(raw) : field.code === 'party.time_zone' ? zoneText(raw, field.choices) : raw
      }
    }
  }, [t, format, phone, people, tags])
}
