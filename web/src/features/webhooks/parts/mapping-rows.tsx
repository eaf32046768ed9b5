import { useLingui } from '@lingui/react/macro'
import { useFields } from '@/api/fields'
import { fieldRefusal } from '@/api/refusal'
import { Button } from '@/ui/button'
import { IconButton } from '@/ui/icon-button'
import { Select } from '@/ui/select'
import { TextInput } from '@/ui/text-input'
import css from './webhooks.module.css'

export interface Pair {
  field: string
  path: string
}

interface Props {
  pairs: Pair[]
  onChange: (pairs: Pair[]) => void
  error: Error | null
}

const notByMessage = ['party.owner', 'party.external_id', 'party.tags']

/** Which field takes its value from where in a message. */
export function MappingRows({ pairs, onChange, error }: Props) {
  const { t } = useLingui()
  const fields = useFields().all.filter((field) => field.can_edit && !notByMessage.includes(field.code))
  const options = fields.map((field) => ({ value: field.code, label: field.label }))
  const set = (index: number, change: Partial<Pair>) => { onChange(pairs.map((pair, at) => (at === index ? { ...pair, ...change } : pair))) }
  return (
    <div className="stack">
      <span className="t2">{t`Values of the customer and where they stand in a message`}</span>
      {pairs.map((pair, index) => (
        <div key={index} className={css.pair}>
          <Select aria-label={t`Field`} options={options} value={pair.field || null} isSearchable onChange={(field) => { set(index, { field: field ?? '' }) }} error={pair.field ? fieldRefusal(error, pair.field) : undefined} />
          <TextInput aria-label={t`Place in the message`} placeholder="customer.name" value={pair.path} onChange={(path) => { set(index, { path }) }} />
          <IconButton icon="close" label={t`Remove`} onClick={() => { onChange(pairs.filter((_, at) => at !== index)) }} />
        </div>
      ))}
      <div className="row"><Button size="sm" variant="ghost" icon="plus" onClick={() => { onChange([...pairs, { field: '', path: '' }]) }}>{t`Add a value`}</Button></div>
    </div>
  )
}
