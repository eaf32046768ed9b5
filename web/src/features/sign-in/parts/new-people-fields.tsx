import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Checkbox } from '@/ui/checkbox'
import { MultiSelect } from '@/ui/multi-select'
import { Select } from '@/ui/select'
import { choicesQuery, type Draft } from '../api'

interface Props {
  draft: Draft
  onChange: (change: Partial<Draft>) => void
  errorOf: (name: string) => string | undefined
}

/** Whether those whom nobody invited are let in, and as whom. */
export function NewPeopleFields({ draft, onChange, errorOf }: Props) {
  const { t } = useLingui()
  const choices = useQuery(choicesQuery).data
  return (
    <>
      <Checkbox label={t`Let in people whom nobody invited`} description={t`Only with an address of the domains above. Administrators are never made this way.`} checked={draft.makes_people ?? false} onChange={(makes_people) => { onChange({ makes_people }) }} />
      {draft.makes_people && (
        <>
          <Select label={t`Team of new people`} options={(choices?.teams ?? []).map((team) => ({ value: team.id, label: team.name }))} value={draft.new_team_id ?? null} isSearchable isClearable placeholder={t`No team`} error={errorOf('new_team_id')} onChange={(new_team_id) => { onChange({ new_team_id }) }} />
          <MultiSelect label={t`Roles of new people`} options={(choices?.roles ?? []).map((role) => ({ value: role.id, label: role.name }))} value={draft.new_role_ids ?? []} error={errorOf('new_role_ids')} onChange={(new_role_ids) => { onChange({ new_role_ids }) }} />
        </>
      )}
    </>
  )
}
