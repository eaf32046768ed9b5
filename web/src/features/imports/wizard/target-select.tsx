import { useLingui } from '@lingui/react/macro'
import { useMemo } from 'react'
import { useFields } from '@/api/fields'
import { Select } from '@/ui/select'
import { isNew, type AttributeKind, type ImportColumn, type Target } from '../api/types'

interface Props {
  column: ImportColumn
  onChange: (target: Target) => void
}

const leftOut = '-'
const made = '+'
const kinds: Record<string, AttributeKind> = { text: 'text', number: 'number', money: 'money', bool: 'bool', date: 'date', choice: 'choice' }

function codeFor(header: string, index: number): string {
  const code = header.toLowerCase().replace(/[^a-z0-9]+/g, '_').replace(/^[^a-z]+|_+$/g, '').slice(0, 50)
  return code || `column_${index + 1}`
}

/** A known field, a new attribute, or nothing. */
export function TargetSelect({ column, onChange }: Props) {
  const { t, i18n } = useLingui()
  const { all } = useFields()
  const { target } = column
  const value = target === null ? leftOut : isNew(target) ? made : target
  const options = useMemo(() => {
    const groups = Map.groupBy(all.filter((field) => field.can_import), (field) => field.group)
    const listed = [...groups].map(([group, fields]) => ({ group, items: fields.map((field) => ({ value: field.code, label: field.label })) }))
    return [{ group: t`Other`, items: [{ value: made, label: t`New attribute` }, { value: leftOut, label: t`Leave out` }] }, ...listed]
  }, [all, t])

  function choose(next: string | null): void {
    if (next === leftOut || next === null) onChange(null)
    else if (next !== made) onChange(next)
    else onChange({ new_attribute: { code: codeFor(column.header, column.index), label: { [i18n.locale]: column.header }, kind: kinds[column.shape] ?? 'text', choices: [], currency: column.shape === 'money' ? 'UAH' : '' } })
  }

  const { header } = column
  return <Select aria-label={t`What “${header}” fills`} options={options} value={value} onChange={choose} isSearchable />
}
