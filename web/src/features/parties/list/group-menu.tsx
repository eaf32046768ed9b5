import { useLingui } from '@lingui/react/macro'
import { useFields, type Field } from '@/api/fields'
import { Button } from '@/ui/button'
import { Menu } from '@/ui/menu'
import type { ListState } from './use-list-state'

const month = ':month'

function groupOf(field: Field): string | null {
  if (!field.can_filter || field.code === 'party.phone' || field.code === 'party.email') return null
  if (field.kind === 'choice' || field.kind === 'bool' || field.kind === 'user') return field.code
  return field.kind === 'date' || field.kind === 'instant' ? field.code + month : null
}

/** By which field the list is divided. */
export function GroupMenu({ state }: { state: ListState }) {
  const { t } = useLingui()
  const { all, byCode } = useFields()
  const chosen = state.group ? byCode.get(state.group.replace(month, '')) : undefined
  const items = all.flatMap((field) => {
    const group = groupOf(field)
    const name = field.label
    return group ? [{ id: group, label: group === field.code ? name : t`${name}, by month`, isChosen: state.group === group, run: () => { state.setGroup(group) } }] : []
  })
  const off = state.group ? [{ id: 'off', label: t`Without groups`, run: () => { state.setGroup(undefined) } }] : []
  return <Menu position="bottom-end" target={<Button variant="ghost" size="sm" icon="layers">{chosen?.label ?? t`Groups`}</Button>} sections={[{ id: 'fields', items }, { id: 'off', items: off }]} />
}
