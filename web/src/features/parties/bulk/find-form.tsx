import { useLingui } from '@lingui/react/macro'
import { Checkbox } from '@/ui/checkbox'
import { Select } from '@/ui/select'
import { TextInput } from '@/ui/text-input'
import type { Find } from '../api/bulk'
import css from './bulk.module.css'

interface Props {
  edit: Find
  onChange: (edit: Find) => void
  isReplacing?: boolean
  hint?: string
}

/** What is looked for in a text, where, and what stands there instead. */
export function FindForm({ edit, onChange, isReplacing, hint }: Props) {
  const { t } = useLingui()
  const places = [
    { value: 'anywhere', label: t`anywhere` },
    { value: 'start', label: t`at the beginning` },
    { value: 'end', label: t`at the end` },
    { value: 'whole', label: t`as the whole text` },
  ]
  return (
    <>
      <div className={css.pair}>
        <TextInput label={t`Find`} value={edit.find ?? ''} placeholder={hint} onChange={(find) => { onChange({ ...edit, find }) }} maxLength={500} />
        <Select label={t`Where`} options={places} value={edit.where ?? 'anywhere'} onChange={(next) => { onChange({ ...edit, where: next as Find['where'] }) }} />
      </div>
      {isReplacing && <TextInput label={t`Replace with`} description={edit.new ? undefined : t`Empty: what is found is taken out.`} value={edit.new ?? ''} onChange={(next) => { onChange({ ...edit, new: next }) }} maxLength={500} />}
      <Checkbox checked={edit.match_case ?? false} onChange={(match_case) => { onChange({ ...edit, match_case }) }} label={t`Tell capital and small letters apart`} />
    </>
  )
}
