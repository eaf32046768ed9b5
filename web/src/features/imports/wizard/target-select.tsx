import { useLingui } from '@lingui/react/macro'
import { useMemo } from 'react'
import { attributeKinds, type AttributeKind } from '@/api/attribute-kinds'
import { fieldOptions, useFields } from '@/api/fields'
import { Select } from '@/ui/select'
import { isNew, type ImportColumn, type Target } from '../api/types'

interface Props {
  column: ImportColumn
  onChange: (target: Target) => void
}

const leftOut = '-'
const made = '+'

/** What a column looks like may be more than an attribute can be: a phone, an e-mail. */
function isKind(shape: string): shape is AttributeKind {
  return shape in attributeKinds
}

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
    const others = { group: t`Other`, items: [{ value: made, label: t`New attribute` }, { value: leftOut, label: t`Leave out` }] }
    return [others, ...fieldOptions(all.filter((field) => field.can_import))]
  }, [all, t])

  function choose(next: string | null): void {
    if (next === leftOut || next === null) onChange(null)
    else if (next !== made) onChange(next)
    else onChange({ new_attribute: { code: codeFor(column.header, column.index), label: { [i18n.locale]: column.header }, kind: isKind(column.shape) ? column.shape : 'text', choices: [], currency: column.shape === 'money' ? 'UAH' : '' } })
  }

  const { header } = column
  return <Select aria-label={t`What “${header}” fills`} options={options} value={value} onChange={choose} isSearchable />
}
