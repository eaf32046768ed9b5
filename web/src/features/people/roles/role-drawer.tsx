import { useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { fieldRefusal, refusalOf } from '@/api/refusal'
import { sessionQuery } from '@/api/session'
import { hasText } from '@/i18n/texts'
import { Checkbox } from '@/ui/checkbox'
import { Drawer } from '@/ui/drawer'
import { LocalizedInput } from '@/ui/localized-input'
import { Section } from '@/ui/section'
import { Select } from '@/ui/select'
import { changeRole, createRole, type Role, type RoleDraft, type Roles, type Scope } from '../api/roles'
import { FieldRights } from './field-rights'
import { PermissionList } from './permission-list'
import { scopes, scopeWords } from './scope-words'

interface Props {
  overview: Roles
  /** null: a new one. */
  role: Role | null
  start: RoleDraft
  onClose: () => void
}

/** A role: what may be done, to whose customers, and which fields are kept away. */
export function RoleDrawer({ overview, role, start, onClose }: Props) {
  const { t, i18n } = useLingui()
  const client = useQueryClient()
  const [draft, setDraft] = useState(start)
  const put = (change: Partial<RoleDraft>) => { setDraft((now) => ({ ...now, ...change })) }
  const changed = Object.fromEntries(Object.entries(draft).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(start[key as keyof RoleDraft]))) as Partial<RoleDraft>
  const saving = useMutation({
    mutationFn: () => (role ? changeRole(role.id, changed) : createRole(draft)),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['roles'] })
      await client.invalidateQueries({ queryKey: sessionQuery.queryKey })
      onClose()
    },
  })
  const isSystem = role?.is_system ?? false
  const isFixed = isSystem || (role !== null && !role.can_change)
  const hasName = hasText(draft.name)
  const canSave = hasName && (!role || Object.keys(changed).length > 0) && (role?.can_change ?? true)
  const refusal = refusalOf(saving.error) ?? fieldRefusal(saving.error, 'permissions') ?? fieldRefusal(saving.error, 'fields')
  return (
    <Drawer
      isOpen
      onClose={onClose}
      width={600}
      title={role ? role.name : t`New role`}
      act={{ label: t`Save`, run: () => { saving.mutate() }, isBusy: saving.isPending, isReady: canSave }}
      refusal={refusal}
    >
      <div className="stack">
        {isSystem && <p className="m t2">{t`Administrators always have all permissions, also those that an upgrade brings. Copy the role to make a narrower one.`}</p>}
        {role && !role.can_change && !isSystem && <p className="m t2">{t`This role allows more than you may do yourself, so only an administrator may change it.`}</p>}
        <LocalizedInput label={t`Name`} value={draft.name} onChange={(name) => { put({ name }) }} maxLength={200} error={fieldRefusal(saving.error, 'name')} disabled={role !== null && !role.can_change} autoFocus={role === null} />
        <Select label={t`Whose customers`} options={scopes.map((scope) => ({ value: scope, label: i18n._(scopeWords[scope].label) }))} value={draft.scope} disabled={isFixed} onChange={(scope) => { put({ scope: (scope ?? 'OWN') as Scope }) }} />
        <Checkbox label={t`Asks for a second factor`} description={t`Whoever has this role and no second factor is asked to add one at the next log-in; nothing else opens before.`} checked={draft.requires_second_factor} disabled={role !== null && !role.can_change} onChange={(requires_second_factor) => { put({ requires_second_factor }) }} />
        <Section title={t`Permissions`}><PermissionList groups={overview.groups} value={draft.permissions} disabled={isFixed} onChange={(permissions) => { put({ permissions }) }} /></Section>
        <Section title={t`Fields`}><FieldRights fields={overview.fields} value={draft.fields} disabled={isFixed} onChange={(fields) => { put({ fields }) }} /></Section>
      </div>
    </Drawer>
  )
}
