import { useLingui } from '@lingui/react/macro'
import type { GroupNode } from '@/lib/expression/tree'
import { IconButton } from '../icon-button'
import { Menu, type MenuSection } from '../menu'
import { useBuilder } from './builder-context'

export function GroupMenu({ group, isRoot }: { group: GroupNode; isRoot?: boolean }) {
  const { t } = useLingui()
  const builder = useBuilder()
  const turn = (op: GroupNode['op'], label: string) => ({ id: op, label, isChosen: group.op === op, run: () => { builder.replace({ ...group, op }) } })
  const sections: MenuSection[] = [
    {
      id: 'add',
      items: [
        { id: 'row', label: t`Add a condition`, icon: 'plus', run: () => { builder.addRow(group) } },
        { id: 'group', label: t`Add a group`, icon: 'layers', run: () => { builder.addGroup(group, group.op === 'or' ? 'and' : 'or') } },
        { id: 'exclude', label: t`Add an exclusion (NOT)`, icon: 'minus', run: () => { builder.addGroup(group, 'not') } },
      ],
    },
    { id: 'op', items: isRoot ? [] : [turn('and', t`All are true (AND)`), turn('or', t`At least one is true (OR)`), turn('not', t`Leave out (NOT)`)] },
    {
      id: 'place',
      items: isRoot ? [] : [
        { id: 'up', label: t`Move up`, icon: 'chevron-up', keys: 'alt+ArrowUp', run: () => { builder.step(group.id, -1) } },
        { id: 'down', label: t`Move down`, icon: 'chevron-down', keys: 'alt+ArrowDown', run: () => { builder.step(group.id, 1) } },
        { id: 'copy', label: t`Duplicate`, icon: 'copy', run: () => { builder.duplicate(group.id) } },
        { id: 'unwrap', label: t`Take the rows out of the group`, icon: 'open', run: () => { builder.unwrap(group.id) } },
        { id: 'remove', label: t`Remove the group`, icon: 'trash', isDanger: true, run: () => { builder.remove(group.id) } },
      ],
    },
  ]
  return <Menu target={<IconButton icon="more" size="sm" label={t`Group actions`} withTooltip={false} disabled={builder.isReadOnly} />} sections={sections} position="bottom-end" />
}
