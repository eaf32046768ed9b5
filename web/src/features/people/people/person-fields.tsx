import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { fieldRefusal } from '@/api/refusal'
import { localeNames, locales } from '@/i18n/locale'
import { MultiSelect } from '@/ui/multi-select'
import { Select } from '@/ui/select'
import { TextInput } from '@/ui/text-input'
import { roleNamesQuery, type PersonDraft } from '../api/people'
import { teamsQuery } from '../api/teams'
import { teamPaths } from './team-paths'

interface Props {
  draft: PersonDraft
  onChange: (change: Partial<PersonDraft>) => void
  error: unknown
  disabled?: boolean
  /** Typing begins at once; a person who is only looked at opens no keyboard. */
  isNew?: boolean
}

/** What is asked of a person, new or known. */
export function PersonFields({ draft, onChange, error, disabled, isNew }: Props) {
  const { t } = useLingui()
  const teams = useQuery(teamsQuery).data ?? []
  const roles = useQuery(roleNamesQuery).data ?? []
  const paths = teamPaths(teams)
  const teamOptions = teams.map((team) => ({ value: team.id, label: paths.get(team.id) ?? team.name })).sort((a, b) => a.label.localeCompare(b.label))
  return (
    <div className="stack">
      <TextInput label={t`Full name`} value={draft.name} maxLength={200} disabled={disabled} error={fieldRefusal(error, 'name')} onChange={(name) => { onChange({ name }) }} autoFocus={isNew} />
      <TextInput label={t`E-mail`} value={draft.email} maxLength={254} disabled={disabled} error={fieldRefusal(error, 'email')} onChange={(email) => { onChange({ email }) }} />
      <Select label={t`Team`} options={teamOptions} value={draft.team_id ?? null} isSearchable isClearable placeholder={t`No team`} disabled={disabled} error={fieldRefusal(error, 'team_id')} onChange={(team_id) => { onChange({ team_id }) }} />
      <MultiSelect label={t`Roles`} description={t`The widest of the roles counts`} options={roles.map((role) => ({ value: role.id, label: role.name }))} value={draft.role_ids} disabled={disabled} error={fieldRefusal(error, 'role_ids')} onChange={(role_ids) => { onChange({ role_ids }) }} />
      <Select label={t`Language`} options={locales.map((one) => ({ value: one, label: localeNames[one] }))} value={draft.language ?? 'en'} disabled={disabled} onChange={(language) => { onChange({ language: (language ?? 'en') as PersonDraft['language'] }) }} />
    </div>
  )
}
