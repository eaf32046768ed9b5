import { useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { fieldRefusal, refusalOf } from '@/api/refusal'
import { hasText, type LocalizedText } from '@/i18n/texts'
import { Dialog } from '@/ui/dialog'
import { LocalizedInput } from '@/ui/localized-input'
import { Select } from '@/ui/select'
import { createTeam, moveTeam, renameTeam, type Team } from '../api/teams'
import { teamPaths } from '../people/team-paths'
import { withTeamsBelow } from './tree'

interface Props {
  teams: Team[]
  /** null: a new one. */
  team: Team | null
  parentId: string | null
  onDone: () => Promise<void>
  onClose: () => void
}

/** Name and place of a team, new or known. */
export function TeamDialog({ teams, team, parentId, onDone, onClose }: Props) {
  const { t } = useLingui()
  const [name, setName] = useState<LocalizedText>(team?.names ?? {})
  const [parent, setParent] = useState(parentId)
  const saving = useMutation({
    mutationFn: async () => {
      if (!team) await createTeam({ name, parent_id: parent })
      else {
        if (JSON.stringify(name) !== JSON.stringify(team.names)) await renameTeam(team.id, name)
        if (parent !== team.parent_id) await moveTeam(team.id, parent)
      }
      await onDone()
    },
    onSuccess: onClose,
  })
  const paths = teamPaths(teams)
  const own = team ? withTeamsBelow(teams, team.id) : new Set<string>()
  const places = teams.filter((one) => !own.has(one.id)).map((one) => ({ value: one.id, label: paths.get(one.id) ?? one.name })).sort((a, b) => a.label.localeCompare(b.label))
  const hasName = hasText(name)
  const submit = () => { if (hasName && !saving.isPending) saving.mutate() }
  const refusal = refusalOf(saving.error)
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="sm"
      title={team ? t`Change the team` : t`New team`}
      act={{ label: t`Save`, run: submit, isBusy: saving.isPending, isReady: hasName }}
      refusal={refusal}
    >
      <div className="stack">
        <LocalizedInput label={t`Name`} value={name} onChange={setName} maxLength={200} error={fieldRefusal(saving.error, 'name')} autoFocus />
        <Select label={t`Stands under`} placeholder={t`At the top`} options={places} value={parent} isSearchable isClearable onChange={setParent} error={fieldRefusal(saving.error, 'parent_id')} />
      </div>
    </Dialog>
  )
}
