import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { usePeople } from '@/api/people'
import { DateInput } from '@/ui/date-input'
import { FilterChip } from '@/ui/filter-chip'
import { PickList } from '@/ui/pick-list'
import { kindsQuery } from '../api'
import type { LogSearch } from '../routes'
import css from './parts.module.css'

interface Props {
  search: LogSearch
  onChange: (next: Partial<LogSearch>) => void
}

export function EventFilters({ search, onChange }: Props) {
  const { t } = useLingui()
  const people = usePeople()
  const kinds = useQuery(kindsQuery).data ?? []
  const chosen = kinds.filter((kind) => search.kind?.includes(kind.code)).map((kind) => kind.label).join(', ')
  return (
    <>
      <PickList label={t`What happened`} options={kinds.map(({ code, label }) => ({ value: code, label }))} value={search.kind ?? []} isMultiple onPick={(kind) => { onChange({ kind: kind.length > 0 ? kind : undefined }) }}>{chosen || t`All events`}</PickList>
      <PickList label={t`Who did it`} options={people.all.map(({ id, name }) => ({ value: id, label: name }))} value={search.actor ? [search.actor] : []} onPick={([actor]) => { onChange({ actor: actor === search.actor ? undefined : actor }) }}>{people.nameOf(search.actor) ?? t`All people`}</PickList>
      <span className={css.day}><DateInput aria-label={t`From day`} placeholder={t`From day`} value={search.since ?? null} onChange={(day) => { onChange({ since: day ?? undefined }) }} /></span>
      <span className={css.day}><DateInput aria-label={t`To day`} placeholder={t`To day`} value={search.until ?? null} onChange={(day) => { onChange({ until: day ?? undefined }) }} /></span>
      {search.subject && <FilterChip field={t`About`} value={search.subject} onRemove={() => { onChange({ subject: undefined }) }} />}
    </>
  )
}
