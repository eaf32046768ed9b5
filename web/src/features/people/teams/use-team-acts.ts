import { useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { showRefusal } from '@/ui/show-refusal'
import { showToast } from '@/ui/toast'
import { createTeam, moveTeam, removeTeam, type Team } from '../api/teams'

/** Moves and removals of teams, each with its way back. */
export function useTeamActs() {
  const { t } = useLingui()
  const client = useQueryClient()
  const refresh = async () => {
    await client.invalidateQueries({ queryKey: ['teams'] })
    await client.invalidateQueries({ queryKey: ['people'] })
  }
  const put = async (id: string, parent: string | null) => { await moveTeam(id, parent); await refresh() }
  const moving = useMutation({
    onError: showRefusal,
    mutationFn: async ({ team, to }: { team: Team; to: string | null }) => {
      await put(team.id, to)
      const { name, parent_id } = team
      showToast(t`Team moved: ${name}`, { undo: () => put(team.id, parent_id) })
    },
  })
  const removing = useMutation({
    onError: showRefusal,
    mutationFn: async (team: Team) => {
      await removeTeam(team.id)
      await refresh()
      const { name } = team
      showToast(t`Team removed: ${name}`, { undo: async () => { await createTeam({ name: team.names, parent_id: team.parent_id }); await refresh() } })
    },
  })
  return {
    refresh,
    isBusy: moving.isPending || removing.isPending,
    move: (team: Team, to: string | null) => { if (team.parent_id !== to && team.id !== to) moving.mutate({ team, to }) },
    remove: (team: Team) => { removing.mutate(team) },
  }
}
