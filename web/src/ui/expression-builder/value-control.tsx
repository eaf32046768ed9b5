import { useLingui } from '@lingui/react/macro'
import { isRelative, type FieldInfo, type Operand, type RowValue } from '@/lib/expression/expression'
import { arityOf } from '@/lib/expression/operators'
import { useBuilder } from './builder-context'
import { ChoiceValue } from './choice-value'
import { DateValue } from './date-value'
import css from './expression-builder.module.css'
import { ListValue } from './list-value'
import { NumberValue } from './number-value'
import { TextValue } from './text-value'

interface Props {
  field: FieldInfo
  op: string
  value: RowValue
  isInvalid: boolean
  onChange: (value: RowValue, key?: string) => void
}

interface OneProps {
  field: FieldInfo
  label: string
  value: Operand | null
  isInvalid: boolean
  onChange: (value: Operand | null) => void
}

function OneValue({ field, label, value, isInvalid, onChange }: OneProps) {
  const { kind } = field
  if (kind === 'date' || kind === 'instant') return <DateValue kind={kind} label={label} value={typeof value === 'string' || isRelative(value) ? value : null} isInvalid={isInvalid} onChange={onChange} />
  if (kind === 'number' || kind === 'money') return <NumberValue field={field} label={label} value={typeof value === 'number' ? value : null} isInvalid={isInvalid} onChange={onChange} />
  return <TextValue label={label} value={typeof value === 'string' ? value : ''} isInvalid={isInvalid} onChange={onChange} />
}

function strings(value: RowValue): string[] {
  return (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === 'string')
}

/** The control for what stands after the operator, by the kind of the field. */
export function ValueControl({ field, op, value, isInvalid, onChange }: Props) {
  const { t } = useLingui()
  const { catalogue } = useBuilder()
  const arity = arityOf(op)
  const name = field.label
  const label = t`Value of ${name}`
  const picked = { choice: field.choices, tags: catalogue.tags, user: catalogue.users }[field.kind as 'choice' | 'tags' | 'user']
  if (arity === 'none') return null
  if (field.kind === 'bool') {
    const options = [{ value: 'true', label: t`yes` }, { value: 'false', label: t`no` }]
    return <ChoiceValue label={label} options={options} value={value === null ? [] : [String(value)]} isInvalid={isInvalid} onChange={([one]) => { onChange(one === 'true') }} />
  }
  if (picked) {
    return <ChoiceValue label={label} options={picked} value={strings(value)} isMultiple={arity === 'list'} isInvalid={isInvalid} onChange={(next) => { onChange(arity === 'list' ? next : (next[0] ?? null)) }} />
  }
  if (arity === 'list') return <ListValue field={field} label={label} value={Array.isArray(value) ? value : []} isInvalid={isInvalid} onChange={onChange} />
  if (arity === 'one') return <OneValue field={field} label={label} value={Array.isArray(value) ? null : value} isInvalid={isInvalid} onChange={(next) => { onChange(next, 'type') }} />
  const [low = null, high = null] = Array.isArray(value) ? value : []
  return (
    <span className={css.range}>
      <OneValue field={field} label={t`${name}, from`} value={low} isInvalid={isInvalid && low === null} onChange={(next) => { onChange([next, high], 'from') }} />
      <span className={css.word}>{t`and`}</span>
      <OneValue field={field} label={t`${name}, to`} value={high} isInvalid={isInvalid && high === null} onChange={(next) => { onChange([low, next], 'to') }} />
    </span>
  )
}
