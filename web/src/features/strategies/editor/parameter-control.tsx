import { useLingui } from '@lingui/react/macro'
import { useExpressionCatalogue } from '@/api/use-expression-catalogue'
import { fieldOptions, useFields } from '@/api/fields'
import type { LocalizedText } from '@/i18n/texts'
import { LocalizedInput } from '@/ui/localized-input'
import { NumberInput } from '@/ui/number-input'
import { Select } from '@/ui/select'
import { TextInput } from '@/ui/text-input'
import type { StepParameter } from '../types'
import { DurationControl } from './duration-control'
import { FieldValueControl } from './field-value-control'

interface Props {
  parameter: StepParameter
  parameters: Record<string, unknown>
  error: string | undefined
  isDisabled: boolean
  onChange: (values: Record<string, unknown>) => void
}

/** The control that a parameter's kind asks for. */
export function ParameterControl({ parameter, parameters, error, isDisabled, onChange }: Props) {
  const { t } = useLingui()
  const catalogue = useExpressionCatalogue()
  const { all, byCode } = useFields()
  const { code, kind } = parameter
  const value = parameters[code]
  const name = parameter.label
  const label = parameter.is_required ? name : t`${name}, optional`
  const text = typeof value === 'string' ? value : null
  const base = { label, error, disabled: isDisabled }
  const set = (next: unknown) => { onChange({ [code]: next }) }

  switch (kind) {
    case 'localized_text':
      return <LocalizedInput {...base} value={(value ?? {}) as LocalizedText} maxLength={500} onChange={(next) => { set(withoutBlanks(next)) }} />
    case 'field': {
      const options = fieldOptions(all.filter((one) => one.can_edit && one.code !== 'party.owner' && one.kind !== 'tags'))
      return <Select {...base} options={options} value={text} isSearchable onChange={(next) => { onChange({ field: next, value: null }) }} />
    }
    case 'value':
      return <FieldValueControl {...base} field={byCode.get(String(parameters.field))} value={value} onChange={set} />
    case 'tag':
      return <Select {...base} options={catalogue.tags} value={text} isSearchable onChange={set} />
    case 'user':
      return <Select {...base} options={catalogue.users} value={text} isSearchable isClearable={!parameter.is_required} onChange={set} />
    case 'person':
      return <Select {...base} options={[{ value: 'owner', label: t`The customer's owner` }, ...catalogue.users]} value={text} isSearchable onChange={set} />
    case 'choice':
      return <Select {...base} options={parameter.choices} value={text} onChange={set} />
    case 'number':
      return <NumberInput {...base} value={typeof value === 'number' ? value : null} min={1} onChange={set} />
    case 'duration':
      return <DurationControl {...base} value={value} onChange={set} />
    default:
      return <TextInput {...base} value={text ?? ''} onChange={set} />
  }
}

function withoutBlanks(text: LocalizedText): LocalizedText {
  return Object.fromEntries(Object.entries(text).filter(([, one]) => one))
}
