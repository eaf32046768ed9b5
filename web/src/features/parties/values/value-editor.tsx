import { useLingui } from '@lingui/react/macro'
import type { Field } from '@/api/fields'
import { nobodyId, usePeople } from '@/api/people'
import { zoneOptions } from '@/lib/format/zone'
import { DateInput } from '@/ui/date-input'
import { NumberInput } from '@/ui/number-input'
import { Select } from '@/ui/select'
import { TextInput } from '@/ui/text-input'

interface Props {
  field: Field
  value: unknown
  onChange: (value: unknown) => void
  /** After a choice that needs no more typing. */
  onDone?: () => void
  label?: string
  withLabel?: boolean
  error?: string
  autoFocus?: boolean
}

const required = ['party.kind', 'party.status', 'party.lang', 'party.time_zone']

/** The input of one field, by its kind; `value` is as on the wire. */
export function ValueEditor({ field, value, onChange, onDone, withLabel, error, autoFocus = true }: Props) {
  const { t } = useLingui()
  const people = usePeople()
  const name = withLabel ? { label: field.label, error } : { 'aria-label': field.label, error }
  const canClear = !required.includes(field.code)
  const text = value === null || value === undefined ? '' : String(value)

  function choose(next: unknown): void {
    onChange(next)
    onDone?.()
  }

  switch (field.kind) {
    case 'money': {
      const scale = 10 ** field.minor_units
      return <NumberInput {...name} value={typeof value === 'number' ? value / scale : null} onChange={(next) => { onChange(next === null ? null : Math.round(next * scale)) }} decimals={field.minor_units} suffix={field.currency ?? undefined} autoFocus={autoFocus} />
    }
    case 'number':
      return <NumberInput {...name} value={typeof value === 'number' ? value : null} onChange={onChange} decimals={6} autoFocus={autoFocus} />
    case 'date':
      return <DateInput {...name} value={text || null} onChange={onChange} autoFocus={autoFocus} />
    case 'bool':
      return <Select {...name} options={[{ value: 'true', label: t`yes` }, { value: 'false', label: t`no` }]} value={typeof value === 'boolean' ? String(value) : null} onChange={(next) => { choose(next === null ? null : next === 'true') }} isClearable={canClear} autoFocus={autoFocus} defaultOpen={autoFocus} onClose={onDone} />
    case 'choice':
      return <Select {...name} options={field.choices} value={text || null} onChange={choose} isClearable={canClear} isSearchable={field.choices.length > 8} autoFocus={autoFocus} defaultOpen={autoFocus} onClose={onDone} />
    case 'user':
      return <Select {...name} options={people.options} value={text === nobodyId ? null : text || null} onChange={choose} isClearable isSearchable placeholder={t`nobody`} autoFocus={autoFocus} defaultOpen={autoFocus} onClose={onDone} />
    default:
      if (field.code === 'party.time_zone') return <Select {...name} options={zoneOptions(text, field.choices)} value={text || null} onChange={choose} isSearchable autoFocus={autoFocus} defaultOpen={autoFocus} onClose={onDone} />
      return <TextInput {...name} value={text} onChange={(next) => { onChange(next) }} autoFocus={autoFocus} maxLength={2000} />
  }
}
