import { useLingui } from '@lingui/react/macro'
import { useMemo } from 'react'
import { fieldOptions, useFields, useTags } from '@/api/fields'
import { nobodyId, usePeople } from '@/api/people'
import { Checkbox } from '@/ui/checkbox'
import { MultiSelect } from '@/ui/multi-select'
import { Select } from '@/ui/select'
import type { BulkAction } from '../api/bulk'
import { ValueEditor } from '../values/value-editor'
import css from './bulk.module.css'

export type ActKind = 'owner' | 'tag' | 'untag' | 'field' | 'delete'

interface Props {
  kind: ActKind
  action: BulkAction
  onChange: (action: BulkAction) => void
}

const ownValues = ['party.name', 'party.external_id', 'party.owner']

function FieldForm({ action, onChange }: Omit<Props, 'kind'>) {
  const { t } = useLingui()
  const { all, byCode } = useFields()
  const [code, value] = Object.entries(action.set ?? {})[0] ?? []
  const field = code ? byCode.get(code) : undefined
  const options = useMemo(() => fieldOptions(all.filter((one) => one.can_edit && !ownValues.includes(one.code))), [all])
  return (
    <>
      <Select label={t`Field`} placeholder={t`Choose a field`} options={options} value={code ?? null} onChange={(next) => { if (next) onChange({ set: { [next]: null } }) }} isSearchable autoFocus={!code} />
      {field && <ValueEditor field={field} value={value} onChange={(next) => { onChange({ set: { [field.code]: next } }) }} withLabel autoFocus={false} />}
    </>
  )
}

/** What is to be done to all of them. */
export function ActionForm({ kind, action, onChange }: Props) {
  const { t } = useLingui()
  const people = usePeople()
  const tags = useTags().filter((tag) => tag.is_active).map((tag) => ({ value: tag.id, label: tag.name }))
  const owners = [...people.options, { value: nobodyId, label: t`nobody` }]
  const many = (action.owner_ids?.length ?? 0) > 1
  switch (kind) {
    case 'owner':
      return (
        <div className={css.form}>
          <MultiSelect label={t`New owner`} description={many ? t`Customers are spread evenly between them.` : undefined} options={owners} value={action.owner_ids ?? []} onChange={(owner_ids) => { onChange({ ...action, owner_ids }) }} autoFocus />
          <Checkbox checked={action.with_tasks ?? false} onChange={(with_tasks) => { onChange({ ...action, with_tasks }) }} label={t`Open tasks of the owner go along`} />
        </div>
      )
    case 'tag':
      return <MultiSelect label={t`Add tags`} options={tags} value={action.add_tags ?? []} onChange={(add_tags) => { onChange({ add_tags }) }} autoFocus />
    case 'untag':
      return <MultiSelect label={t`Remove tags`} options={tags} value={action.remove_tags ?? []} onChange={(remove_tags) => { onChange({ remove_tags }) }} autoFocus />
    case 'field':
      return <div className={css.form}><FieldForm action={action} onChange={onChange} /></div>
    case 'delete':
      return <p className="t2">{t`They go into the recycle bin with everything that belongs to them, and can be restored from there.`}</p>
  }
}

export function isComplete(action: BulkAction): boolean {
  return Boolean(action.recycle || action.owner_ids?.length || action.add_tags?.length || action.remove_tags?.length || Object.keys(action.set ?? {}).length > 0)
}
