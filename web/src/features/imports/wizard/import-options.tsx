import { useLingui } from '@lingui/react/macro'
import { useFields, useTags } from '@/api/fields'
import { usePeople } from '@/api/people'
import { MultiSelect } from '@/ui/multi-select'
import { Section } from '@/ui/section'
import { Select } from '@/ui/select'
import { Switch } from '@/ui/switch'
import type { Import, ImportOptions as Options } from '../api/types'
import { QuestionBox } from './question-box'
import type { ImportEdit } from './use-import-edit'
import css from './wizard.module.css'

interface Props {
  one: Import
  edit: ImportEdit
}

function KeyChoice({ one, edit }: Props) {
  const { t } = useLingui()
  const columns = one.columns.map((column) => ({ value: String(column.index), label: column.header }))
  const key = one.options.key ?? null
  return (
    <Select
      label={t`Tells customers apart`}
      description={t`A repeated import then updates the same customers.`}
      options={[{ value: 'none', label: t`Nothing: every row is a new customer` }, ...columns]}
      value={key === null ? null : String(key)}
      onChange={(next) => { edit.setOptions({ key: next === 'none' || next === null ? 'none' : Number(next) }) }}
      isSearchable
      error={edit.optionError('key')}
    />
  )
}

function FileReading({ one, edit }: Props) {
  const { t } = useLingui()
  return (
    <Section title={t`How the file is read`}>
      <div className={css.fields}>
        {one.sheets.length > 0 && <Select label={t`Sheet`} options={one.sheets.map((value) => ({ value, label: value }))} value={one.sheet} onChange={(sheet) => { edit.setOptions({ sheet }) }} error={edit.optionError('sheet')} />}
        {!one.sheet && <Select label={t`Encoding`} options={one.encodings} value={one.encoding} onChange={(encoding) => { edit.setOptions({ encoding }) }} error={edit.optionError('encoding')} />}
        {!one.sheet && <Select label={t`Delimiter`} options={[{ value: ',', label: t`comma` }, { value: ';', label: t`semicolon` }, { value: '\t', label: t`tab` }, { value: '|', label: t`vertical bar` }]} value={one.delimiter} onChange={(delimiter) => { edit.setOptions({ delimiter }) }} error={edit.optionError('delimiter')} />}
        <Switch label={t`The first row names the columns`} checked={one.has_header} onChange={(has_header) => { edit.setOptions({ has_header }) }} />
      </div>
    </Section>
  )
}

/** What holds for the whole file. */
export function ImportOptions({ one, edit }: Props) {
  const { t } = useLingui()
  const { byCode } = useFields()
  const people = usePeople()
  const tags = useTags()
  const { options } = one
  const put = (change: Options) => { edit.setOptions(change) }
  const owners = [{ value: 'me', label: t`me` }, { value: 'nobody', label: t`nobody` }, { value: 'column', label: t`as the column says` }, ...people.options]
  return (
    <>
      {one.questions.filter((question) => question.column === null).map((question) => <Section key={question.code}><QuestionBox question={question} edit={edit} /></Section>)}
      <Section title={t`Customers`}>
        <div className={css.fields}>
          <KeyChoice one={one} edit={edit} />
          <Select label={t`Owner of new customers`} options={owners} value={options.owner ?? 'me'} onChange={(owner) => { put({ owner }) }} isSearchable error={edit.optionError('owner')} />
          <Select label={t`Kind of new customers`} options={byCode.get('party.kind')?.choices ?? []} value={options.kind ?? 'PERSON'} onChange={(kind) => { put({ kind: kind as Options['kind'] }) }} />
          <Select label={t`Relationship of new customers`} options={byCode.get('party.status')?.choices ?? []} value={options.status ?? 'NEW'} onChange={(status) => { put({ status: status as Options['status'] }) }} />
          <MultiSelect label={t`Tags for all of them`} options={tags.filter((tag) => tag.is_active).map((tag) => ({ value: tag.id, label: tag.name }))} value={options.tags ?? []} onChange={(chosen) => { put({ tags: chosen }) }} error={edit.optionError('tags')} />
          <Select label={t`Phones without a country`} options={[{ value: 'UA', label: t`Ukraine` }, { value: 'RU', label: t`Russia` }, { value: 'KZ', label: t`Kazakhstan` }, { value: 'GB', label: t`United Kingdom` }, { value: 'US', label: t`United States` }]} value={options.phone_country ?? 'UA'} onChange={(phone_country) => { put({ phone_country }) }} error={edit.optionError('phone_country')} />
          <Select label={t`The same customer twice in the file`} options={[{ value: 'refuse', label: t`refuse the later rows` }, { value: 'last', label: t`the last row wins` }]} value={options.on_duplicate_in_file ?? 'refuse'} onChange={(value) => { put({ on_duplicate_in_file: value as 'refuse' | 'last' }) }} />
          <Select label={t`Blank cells`} options={[{ value: 'keep', label: t`leave the value that is there` }, { value: 'clear', label: t`clear the value` }]} value={options.blank_cells ?? 'keep'} onChange={(value) => { put({ blank_cells: value as 'keep' | 'clear' }) }} />
          <Select label={t`Cells that cannot be read`} options={[{ value: 'refuse', label: t`refuse the row` }, { value: 'skip', label: t`import the row without the cell` }]} value={options.bad_cells ?? 'refuse'} onChange={(value) => { put({ bad_cells: value as 'refuse' | 'skip' }) }} />
        </div>
      </Section>
      <FileReading one={one} edit={edit} />
    </>
  )
}
