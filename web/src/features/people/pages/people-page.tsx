import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { stateOf } from '@/api/table-state'
import { useFormat } from '@/lib/format/use-format'
import { useCommand } from '@/lib/commands/use-command'
import { Avatar } from '@/ui/avatar'
import { Button } from '@/ui/button'
import { DataTable } from '@/ui/data-table'
import type { Column } from '@/ui/data-table-types'
import { EmptyState } from '@/ui/empty-state'
import { FilteredEmptyState } from '@/ui/filtered-empty-state'
import { ListBar } from '@/ui/list-bar'
import { ListPage } from '@/ui/list-page'
import { Select } from '@/ui/select'
import { Status } from '@/ui/status'
import { TextInput } from '@/ui/text-input'
import { personsQuery, roleNamesQuery, type Person } from '../api/people'
import { teamsQuery } from '../api/teams'
import { InviteDialog } from '../people/invite-dialog'
import { PersonDrawer } from '../people/person-drawer'
import { stateWords } from '../people/state-words'
import { teamPaths } from '../people/team-paths'
import css from '../people/people.module.css'
import { peopleRoute, type PeopleSearch } from '../routes'

function useNames() {
  const teams = useQuery(teamsQuery).data
  const roles = useQuery(roleNamesQuery).data
  return useMemo(() => ({ team: teamPaths(teams ?? []), role: new Map((roles ?? []).map((role) => [role.id, role.name])), teams: teams ?? [], roles: roles ?? [] }), [teams, roles])
}

function useColumns(names: ReturnType<typeof useNames>): Column<Person>[] {
  const { t, i18n } = useLingui()
  const format = useFormat()
  const roles = (row: Person) => row.role_ids.map((id) => names.role.get(id) ?? '').filter(Boolean).sort().join(', ')
  return [
    { id: 'name', header: t`Person`, width: 210, isFlexible: true, isName: true, priority: 1, phone: 'title', title: (row) => row.name, cell: (row) => <><Avatar name={row.name} initials={row.initials} /><span className={`el ${row.state === 'disabled' ? 't3' : ''}`}>{row.name}</span></> },
    { id: 'email', header: t`E-mail`, width: 220, priority: 3, title: (row) => row.email, cell: (row) => <span className="el t2">{row.email}</span> },
    { id: 'team', header: t`Team`, width: 190, priority: 2, phone: 'subtitle', title: (row) => names.team.get(row.team_id ?? '') ?? '', cell: (row) => names.team.get(row.team_id ?? '') ?? <span className="t3">{t`No team`}</span> },
    { id: 'roles', header: t`Roles`, width: 180, priority: 2, phone: 'meta', title: roles, cell: (row) => roles(row) || <span className="t3">{t`No role`}</span> },
    { id: 'state', header: t`State`, width: 110, priority: 1, phone: 'value', cell: (row) => <Status tone={stateWords[row.state].tone}>{i18n._(stateWords[row.state].label)}</Status> },
    { id: 'seen', header: t`Last seen`, width: 120, priority: 3, cell: (row) => (row.last_seen_at ? format.ago(row.last_seen_at) : <span className="t3">{t`never`}</span>) },
  ]
}

const none: Person[] = []

/** Everybody who may log in, or could. */
export function PeoplePage() {
  const { t } = useLingui()
  const list = useQuery(personsQuery)
  const names = useNames()
  const columns = useColumns(names)
  const search: PeopleSearch = peopleRoute.useSearch()
  const { q = '', team, role } = search
  const navigate = peopleRoute.useNavigate()
  const [opened, setOpened] = useState<string | null>(null)
  const [isInviting, setInviting] = useState(false)
  const all = list.data ?? none
  const rows = useMemo(() => {
    const words = q.toLowerCase().split(/\s+/).filter(Boolean)
    return all.filter((row) => (!team || row.team_id === team) && (!role || row.role_ids.includes(role)) && words.every((word) => `${row.name} ${row.email}`.toLowerCase().includes(word)))
  }, [all, q, team, role])
  const put = (change: PeopleSearch) => { void navigate({ search: { ...search, ...change }, replace: true }) }
  const invite = () => { setInviting(true) }
  useCommand({ id: 'people.invite', label: msg`Invite a person`, icon: 'plus', scope: 'page', shortcut: 'n', run: invite })
  const person = all.find((row) => row.id === opened)
  const hasFilter = Boolean(q || team || role)
  const inviteButton = <Button variant="primary" icon="plus" onClick={invite}>{t`Invite`}</Button>
  return (
    <ListPage
      bars={<>
        <ListBar title={t`People`} end={<Button icon="plus" keys="n" onClick={invite}>{t`Invite`}</Button>} />
        <ListBar>
          <div className={css.filter}><TextInput icon="search" aria-label={t`Find a person`} placeholder={t`Find a person`} value={q} onChange={(text) => { put({ q: text || undefined }) }} /></div>
          <div className={css.filter}><Select aria-label={t`Team`} placeholder={t`All teams`} isClearable isSearchable options={names.teams.map((one) => ({ value: one.id, label: names.team.get(one.id) ?? one.name }))} value={team ?? null} onChange={(value) => { put({ team: value ?? undefined }) }} /></div>
          <div className={css.filter}><Select aria-label={t`Role`} placeholder={t`All roles`} isClearable options={names.roles.map((one) => ({ value: one.id, label: one.name }))} value={role ?? null} onChange={(value) => { put({ role: value ?? undefined }) }} /></div>
        </ListBar>
      </>}
    >
      <DataTable
        label={t`People`}
        columns={columns}
        rows={rows}
        rowId={(row) => row.id}
        onOpen={(row) => { setOpened(row.id) }}
        {...stateOf(list)}
        empty={hasFilter ? <FilteredEmptyState onClearAll={() => { put({ q: undefined, team: undefined, role: undefined }) }} /> : <EmptyState title={t`Nobody here`} action={inviteButton}>{t`Invite those who work with customers.`}</EmptyState>}
        layoutKey="people"
      />
      {isInviting && <InviteDialog onClose={() => { setInviting(false) }} />}
      {person && <PersonDrawer key={person.id + person.state} person={person} onClose={() => { setOpened(null) }} />}
    </ListPage>
  )
}
