import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useCommand } from '@/lib/commands/use-command'
import { Button } from '@/ui/button'
import { EmptyState } from '@/ui/empty-state'
import { ErrorState } from '@/ui/error-state'
import { ListBar } from '@/ui/list-bar'
import { ListPage } from '@/ui/list-page'
import { Skeleton } from '@/ui/skeleton'
import { teamsQuery, type Team } from '../api/teams'
import { TeamDialog } from '../teams/team-dialog'
import { TeamTree } from '../teams/team-tree'
import css from '../teams/teams.module.css'
import { useTeamActs } from '../teams/use-team-acts'

interface Edited {
  team: Team | null
  parentId: string | null
}

/** The tree of teams: whoever sees a team and those below it follows from here. */
export function TeamsPage() {
  const { t } = useLingui()
  const list = useQuery(teamsQuery)
  const acts = useTeamActs()
  const [edited, setEdited] = useState<Edited | null>(null)
  const teams = list.data ?? []
  const add = (parent: Team | null) => { setEdited({ team: null, parentId: parent?.id ?? null }) }
  useCommand({ id: 'teams.new', label: msg`New team`, icon: 'plus', scope: 'page', shortcut: 'n', run: () => { add(null) } })
  const empty = <EmptyState title={t`No teams`} action={<Button variant="primary" icon="plus" onClick={() => { add(null) }}>{t`New team`}</Button>}>{t`Teams decide whose customers a supervisor sees.`}</EmptyState>
  return (
    <ListPage bars={<ListBar title={t`Teams`} end={<Button icon="plus" keys="n" onClick={() => { add(null) }}>{t`New team`}</Button>} />}>
      <div className={css.frame}>
        {list.isPending && <div className={css.tree}><Skeleton lines={6} /></div>}
        {list.error && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
        {list.data && (teams.length === 0 ? empty : <TeamTree teams={teams} onMove={acts.move} onRemove={acts.remove} onAdd={add} onEdit={(team) => { setEdited({ team, parentId: team.parent_id }) }} />)}
      </div>
      {edited && <TeamDialog teams={teams} team={edited.team} parentId={edited.parentId} onDone={acts.refresh} onClose={() => { setEdited(null) }} />}
    </ListPage>
  )
}
