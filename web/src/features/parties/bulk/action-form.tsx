import { useLingui } from '@lingui/react/macro'
import { useTags } from '@/api/fields'
import { nobodyId, usePeople } from '@/api/people'
import { Checkbox } from '@/ui/checkbox'
import { MultiSelect } from '@/ui/multi-select'
import type { BulkAction, ContactEdit } from '../api/bulk'
import css from './bulk.module.css'
import { FieldForm } from './field-form'

export type ActKind = 'owner' | 'tag' | 'untag' | 'field' | 'delete'

interface Props {
  kind: ActKind
  action: BulkAction
  isOne: boolean
  onChange: (action: BulkAction) => void
}

/** What is to be done to all of them. */
export function ActionForm({ kind, action, isOne, onChange }: Props) {
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
      return <div className={css.form}><FieldForm action={action} isOne={isOne} onChange={onChange} /></div>
    case 'delete':
      return <p className="t2">{t`They go into the recycle bin with everything that belongs to them, and can be restored from there.`}</p>
  }
}

/** To remove all of a kind is not what one means who has not yet typed which. */
function isWhole(edit: ContactEdit): boolean {
  if (edit.act === 'add') return Boolean(edit.value?.trim())
  if (edit.act === 'replace') return Boolean(edit.find)
  return [edit.value?.trim(), edit.label?.trim(), edit.find].every((asked) => asked !== '')
}

export function isComplete(action: BulkAction): boolean {
  const { texts = [], contacts = [] } = action
  if (texts.some((edit) => edit.rule === 'replace' && !edit.find) || !contacts.every(isWhole)) return false
  const lists = [texts, contacts, action.owner_ids, action.add_tags, action.remove_tags, Object.keys(action.set ?? {})]
  return Boolean(action.recycle) || lists.some((list) => list && list.length > 0)
}
