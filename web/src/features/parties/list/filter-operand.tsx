import { useLingui } from '@lingui/react/macro'
import { useTags, type Field } from '@/api/fields'
import { usePeople } from '@/api/people'
import { timeUnits, type TimeUnit } from '@/lib/expression/expression'
import { DateInput } from '@/ui/date-input'
import { useRelativeWords } from '@/ui/expression-builder/use-relative-words'
import { MultiSelect } from '@/ui/multi-select'
import { NumberInput } from '@/ui/number-input'
import { Select } from '@/ui/select'
import { TextInput } from '@/ui/text-input'
import type { Draft } from '../expression/draft'
import css from './filter.module.css'

interface Props {
  field: Field
  draft: Draft
  onChange: (change: Partial<Draft>) => void
}

function Span({ field, draft, onChange }: Props) {
  const { t } = useLingui()
  const { units } = useRelativeWords()
  const usable = timeUnits.filter((unit) => field.kind === 'instant' || (unit !== 'minute' && unit !== 'hour'))
  return (
    <div className={css.line}>
      <NumberInput aria-label={t`How many`} value={draft.n} onChange={(n) => { onChange({ n }) }} min={0} max={10_000} />
      <Select aria-label={t`Unit`} options={usable.map((unit) => ({ value: unit, label: units[unit] }))} value={draft.unit} onChange={(unit) => { onChange({ unit: unit as TimeUnit }) }} />
    </div>
  )
}

function Choices({ field, draft, onChange }: Props) {
  const { t } = useLingui()
  const people = usePeople()
  const tags = useTags()
  const options = field.kind === 'user'
    ? people.options
    : field.kind === 'tags' ? tags.map((tag) => ({ value: tag.id, label: tag.name })) : field.choices
  return <MultiSelect aria-label={field.label} placeholder={t`Choose`} options={options} value={draft.many} onChange={(many) => { onChange({ many }) }} autoFocus />
}

/** What the operator compares with. */
export function FilterOperand({ field, draft, onChange }: Props) {
  const { t } = useLingui()
  const { operator } = draft
  if (['is_empty', 'not_empty', 'yes', 'no'].includes(operator)) return null
  if (['last', 'next', 'older', 'later'].includes(operator)) return <Span field={field} draft={draft} onChange={onChange} />
  const isRange = operator === 'between'
  switch (field.kind) {
    case 'date':
    case 'instant':
      return (
        <div className={css.line}>
          <DateInput aria-label={isRange ? t`From` : t`Date`} value={draft.from} onChange={(from) => { onChange({ from }) }} />
          {isRange && <DateInput aria-label={t`To`} value={draft.to} onChange={(to) => { onChange({ to }) }} />}
        </div>
      )
    case 'number':
    case 'money': {
      const decimals = field.kind === 'money' ? field.minor_units : 6
      const suffix = field.currency ?? undefined
      return (
        <div className={css.line}>
          <NumberInput aria-label={isRange ? t`From` : t`Number`} value={draft.low} onChange={(low) => { onChange({ low }) }} decimals={decimals} suffix={suffix} autoFocus />
          {isRange && <NumberInput aria-label={t`To`} value={draft.high} onChange={(high) => { onChange({ high }) }} decimals={decimals} suffix={suffix} />}
        </div>
      )
    }
    case 'text':
      return <TextInput aria-label={field.label} value={draft.text} onChange={(text) => { onChange({ text }) }} autoFocus />
    default:
      return <Choices field={field} draft={draft} onChange={onChange} />
  }
}
