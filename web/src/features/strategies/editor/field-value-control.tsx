import { useLingui } from '@lingui/react/macro'
import type { Field } from '@/api/fields'
import { usePeople } from '@/api/people'
import { DateInput } from '@/ui/date-input'
import { NumberInput } from '@/ui/number-input'
import { Select } from '@/ui/select'
import { TextInput } from '@/ui/text-input'

interface Props {
  field: Field | undefined
  label: string
  value: unknown
  error: string | undefined
  disabled: boolean
  onChange: (value: unknown) => void
}

/** The value that a step sets, by the kind of the field; empty clears it. */
export function FieldValueControl({ field, label, value, error, disabled, onChange }: Props) {
  const { t } = useLingui()
  const people = usePeople()
  const base = { label, error, disabled: disabled || !field, placeholder: field ? t`empty clears it` : '' }
  const number = typeof value === 'number' ? value : null
  const text = typeof value === 'string' ? value : null
  switch (field?.kind) {
    case 'choice':
      return <Select {...base} options={field.choices} value={text} isClearable onChange={onChange} />
    case 'user':
      return <Select {...base} options={people.options} value={text} isSearchable isClearable onChange={onChange} />
    case 'bool':
      return <Select {...base} options={[{ value: 'true', label: t`yes` }, { value: 'false', label: t`no` }]} value={value === null || value === undefined ? null : String(value)} isClearable onChange={(next) => { onChange(next === null ? null : next === 'true') }} />
    case 'money': {
      const scale = 10 ** field.minor_units
      return <NumberInput {...base} value={number === null ? null : number / scale} decimals={field.minor_units} suffix={field.currency ?? undefined} onChange={(next) => { onChange(next === null ? null : Math.round(next * scale)) }} />
    }
    case 'number':
      return <NumberInput {...base} value={number} decimals={6} onChange={onChange} />
    case 'date':
      return <DateInput {...base} value={text} onChange={onChange} />
    default:
      return <TextInput {...base} value={text ?? ''} onChange={(next) => { onChange(next || null) }} />
  }
}
