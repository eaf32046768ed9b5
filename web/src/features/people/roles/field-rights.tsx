import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { IconButton } from '@/ui/icon-button'
import { PickList } from '@/ui/pick-list'
import { SegmentedControl } from '@/ui/segmented-control'
import type { FieldRight, RestrictableField } from '../api/roles'
import css from './roles.module.css'

interface Props {
  fields: RestrictableField[]
  value: Record<string, FieldRight>
  onChange: (value: Record<string, FieldRight>) => void
  disabled?: boolean
}

/** Only what differs from "may edit" is listed. */
export function FieldRights({ fields, value, onChange, disabled }: Props) {
  const { t } = useLingui()
  const [added, setAdded] = useState<string[]>(Object.keys(value))
  const labels = new Map(fields.map((field) => [field.code, field.label]))
  const shown = added.filter((code) => value[code])
  const groups = [...new Set(fields.map((field) => field.group))].map((group) => ({
    group,
    items: fields.filter((field) => field.group === group && !value[field.code]).map((field) => ({ value: field.code, label: field.label })),
  })).filter((group) => group.items.length > 0)
  const put = (code: string, right: FieldRight | null) => {
    const others = Object.fromEntries(Object.entries(value).filter(([other]) => other !== code))
    onChange(right ? { ...others, [code]: right } : others)
  }
  return (
    <div className="stack" role="group" aria-label={t`Rights on fields`}>
      {shown.length === 0 && <p className="m t3">{t`All fields may be seen; those that can be edited may be edited.`}</p>}
      {shown.map((code) => [code, labels.get(code) ?? code] as const).map(([code, field]) => (
        <div key={code} className={css.field}>
          <span className="el grow" title={field}>{field}</span>
          <SegmentedControl<'NONE' | 'READ'> isSmall label={t`Right on ${field}`} choices={[{ value: 'NONE', label: t`hidden` }, { value: 'READ', label: t`read-only` }]} value={value[code] === 'READ' ? 'READ' : 'NONE'} onChange={(right) => { if (!disabled) put(code, right) }} />
          <IconButton size="sm" icon="close" label={t`May edit again`} disabled={disabled} onClick={() => { put(code, null) }} />
        </div>
      ))}
      {!disabled && groups.length > 0 && (
        <div>
          <PickList label={t`Restrict a field`} options={groups} value={[]} isSearchable onPick={([code]) => { if (code) { setAdded((now) => [...now.filter((one) => one !== code), code]); put(code, 'NONE') } }}>{t`Restrict a field`}</PickList>
        </div>
      )}
    </div>
  )
}
