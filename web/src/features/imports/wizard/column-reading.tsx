import { useLingui } from '@lingui/react/macro'
import { Select } from '@/ui/select'
import type { ColumnOptions, ImportColumn } from '../api/types'

interface Props {
  column: ImportColumn
  onChange: (options: ColumnOptions) => void
}

/** How dates, numbers, names and unknown values of this column are read, where that can differ. */
export function ColumnReading({ column, onChange }: Props) {
  const { t } = useLingui()
  const { kind, options, target } = column
  if (target === null) return null
  if (column.unknown.length > 0 && options.new_choices) {
    const answers = [{ value: 'add', label: t`add new values`, disabled: !column.can_add }, { value: 'leave_out', label: t`leave new values out` }, { value: 'refuse', label: t`refuse rows with new values` }]
    return <Select aria-label={t`Values that the list does not have`} options={answers} value={options.new_choices} onChange={(chosen) => { onChange({ new_choices: chosen as 'add' | 'leave_out' | 'refuse' }) }} />
  }
  if (kind === 'date' && options.date_order) {
    return <Select aria-label={t`Order of the date`} options={[{ value: 'day', label: t`day first` }, { value: 'month', label: t`month first` }, { value: 'year', label: t`year first`, disabled: true }]} value={options.date_order} onChange={(order) => { onChange({ date_order: order as 'day' | 'month' }) }} />
  }
  if ((kind === 'number' || kind === 'money') && options.decimal) {
    return <Select aria-label={t`Decimal mark`} options={[{ value: 'point', label: t`decimals after a point` }, { value: 'comma', label: t`decimals after a comma` }]} value={options.decimal} onChange={(decimal) => { onChange({ decimal: decimal as 'point' | 'comma' }) }} />
  }
  if (target === 'party.name') {
    return <Select aria-label={t`Language of the names`} options={[{ value: 'ru', label: t`in Russian` }, { value: 'uk', label: t`in Ukrainian` }, { value: 'en', label: t`in English` }]} value={options.language ?? null} onChange={(language) => { onChange({ language: language as 'ru' | 'uk' | 'en' }) }} />
  }
  return null
}
