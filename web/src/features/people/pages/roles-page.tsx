import { msg } from '@lingui/core/macro'
import { Plural, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { stateOf } from '@/api/table-state'
import { useCommand } from '@/lib/commands/use-command'
import { Button } from '@/ui/button'
import { Chip } from '@/ui/chip'
import { DataTable } from '@/ui/data-table'
import type { Column } from '@/ui/data-table-types'
import { EmptyState } from '@/ui/empty-state'
import { IconButton } from '@/ui/icon-button'
import { ListBar } from '@/ui/list-bar'
import { ListPage } from '@/ui/list-page'
import { showRefusal } from '@/ui/show-refusal'
import { showToast } from '@/ui/toast'
import { createRole, removeRole, rolesQuery, type Role, type RoleDraft } from '../api/roles'
import { RoleDrawer } from '../roles/role-drawer'
import css from '../roles/roles.module.css'
import { scopeWords } from '../roles/scope-words'

interface Edited {
  role: Role | null
  start: RoleDraft
}

const blank: RoleDraft = { name: {}, permissions: [], scope: 'OWN', fields: {}, requires_second_factor: false }

function draftOf(role: Role): RoleDraft {
  return { name: role.names, permissions: role.permissions, scope: role.scope, fields: role.fields, requires_second_factor: role.requires_second_factor }
}

function useRemoval() {
  const { t } = useLingui()
  const client = useQueryClient()
  const refresh = () => client.invalidateQueries({ queryKey: ['roles'] })
  return useMutation({
    mutationFn: async (role: Role) => {
      await removeRole(role.id)
      await refresh()
      const { name } = role
      showToast(t`Role removed: ${name}`, { undo: async () => { await createRole(draftOf(role)); await refresh() } })
    },
    onError: showRefusal,
  })
}

function useColumns(onCopy: (role: Role) => void, onRemove: (role: Role) => void): Column<Role>[] {
  const { t, i18n } = useLingui()
  return [
    { id: 'name', header: t`Role`, width: 260, isName: true, priority: 1, phone: 'title', cell: (row) => <><span className="el">{row.name}</span>{row.is_system && <Chip>{t`system`}</Chip>}{row.requires_second_factor && <Chip>{t`second factor`}</Chip>}</> },
    { id: 'effect', header: t`Effect`, width: 360, isFlexible: true, priority: 2, phone: 'subtitle', cell: (row) => <span className="el"><Plural value={row.people} one="# person" few="# people" many="# people" other="# people" />. {i18n._(scopeWords[row.scope].effect)}</span> },
    { id: 'permissions', header: t`Permissions`, width: 110, align: 'right', priority: 2, phone: 'meta', cell: (row) => <span className="num">{row.permissions.length}</span> },
    { id: 'fields', header: t`Restricted fields`, width: 130, align: 'right', priority: 3, cell: (row) => { const count = Object.keys(row.fields).length; return count ? <span className="num">{count}</span> : <span className="t3">{t({ message: 'none', context: 'fields' })}</span> } },
    {
      id: 'acts', header: '', width: 76, priority: 1,
      cell: (row) => (
        <span className={css.acts} onClick={(event) => { event.stopPropagation() }} onDoubleClick={(event) => { event.stopPropagation() }}>
          <IconButton size="sm" icon="copy" label={t`Copy the role`} onClick={() => { onCopy(row) }} />
          {!row.is_system && <IconButton size="sm" icon="trash" label={row.people ? t`Somebody has this role` : t`Remove`} disabled={row.people > 0 || !row.can_change} onClick={() => { onRemove(row) }} />}
        </span>
      ),
    },
  ]
}

const none: Role[] = []

/** What people may do, and to whose customers. */
export function RolesPage() {
  const { t } = useLingui()
  const overview = useQuery(rolesQuery)
  const [edited, setEdited] = useState<Edited | null>(null)
  const removal = useRemoval()
  const add = () => { setEdited({ role: null, start: blank }) }
  const copy = (role: Role) => { setEdited({ role: null, start: { ...draftOf(role), name: Object.fromEntries(Object.entries(role.names).map(([language, name]) => [language, name ? `${name} 2` : name])) } }) }
  const columns = useColumns(copy, (role) => { removal.mutate(role) })
  useCommand({ id: 'roles.new', label: msg`New role`, icon: 'plus', scope: 'page', shortcut: 'n', run: add })
  return (
    <ListPage bars={<ListBar title={t`Roles`} end={<Button icon="plus" keys="n" onClick={add}>{t`New role`}</Button>} />}>
      <DataTable
        label={t`Roles`}
        columns={columns}
        rows={overview.data?.roles ?? none}
        rowId={(row) => row.id}
        onOpen={(role) => { setEdited({ role, start: draftOf(role) }) }}
        {...stateOf(overview)}
        empty={<EmptyState title={t`No roles`} action={<Button variant="primary" icon="plus" onClick={add}>{t`New role`}</Button>}>{t`A role says what a person may do, and to whose customers.`}</EmptyState>}
        layoutKey="roles"
      />
      {edited && overview.data && <RoleDrawer key={edited.role?.id ?? 'new'} overview={overview.data} role={edited.role} start={edited.start} onClose={() => { setEdited(null) }} />}
    </ListPage>
  )
}
