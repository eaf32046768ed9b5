import { useLingui } from '@lingui/react/macro'
import { useIsPhone } from '@/lib/hooks/use-is-phone'
import type { GroupNode } from '@/lib/expression/tree'
import { Button } from '../button'
import { SegmentedControl } from '../segmented-control'
import { useBuilder } from './builder-context'
import css from './expression-builder.module.css'
import { GroupMenu } from './group-menu'
import { NodeCount } from './node-count'
import { NodeProblem } from './node-problem'
import { RowView } from './row-view'
import { useNodeFrame } from './use-node-frame'

function GroupHead({ group, isRoot }: { group: GroupNode; isRoot?: boolean }) {
  const { t } = useLingui()
  const builder = useBuilder()
  const isPhone = useIsPhone()
  const words = { and: t`all are true`, or: t`at least one is true`, not: t`leave out whoever satisfies any` }
  return (
    <>
      {group.op === 'not'
        ? <span className={css.not}>{t`NOT`}</span>
        : <SegmentedControl label={t`How the conditions combine`} isSmall={!isPhone} value={group.op} onChange={(op) => { builder.replace({ ...group, op }) }} choices={[{ value: 'and', label: t`AND` }, { value: 'or', label: t`OR` }]} />}
      <span className="m t3 el">{words[group.op]}</span>
      <span className={css.end}>
        <NodeCount id={group.id} />
        <GroupMenu group={group} isRoot={isRoot} />
      </span>
    </>
  )
}

function GroupBody({ group }: { group: GroupNode }) {
  const { t } = useLingui()
  const builder = useBuilder()
  return (
    <ul className={css.rail} data-group={group.id} data-op={group.op}>
      {group.of.map((child) => (child.kind === 'group' ? <InnerGroup key={child.id} group={child} /> : <RowView key={child.id} row={child} />))}
      {!builder.isReadOnly && (
        <li className={css.add}>
          <Button size="sm" variant="ghost" icon="plus" onClick={() => { builder.addRow(group) }}>{t`Condition`}</Button>
          <Button size="sm" variant="ghost" icon="layers" onClick={() => { builder.addGroup(group, group.op === 'or' ? 'and' : 'or') }}>{t`Group`}</Button>
        </li>
      )}
    </ul>
  )
}

function InnerGroup({ group }: { group: GroupNode }) {
  const { t } = useLingui()
  const { frame, grip } = useNodeFrame(group.id, t`Group`)
  return (
    <li {...frame} className={css.group}>
      <div className={css.head}>{grip}<GroupHead group={group} /></div>
      <NodeProblem id={group.id} />
      <GroupBody group={group} />
    </li>
  )
}

export function GroupView({ group }: { group: GroupNode }) {
  return (
    <div className={css.root}>
      <div className={css.head}><GroupHead group={group} isRoot /></div>
      <NodeProblem id={group.id} />
      <GroupBody group={group} />
    </div>
  )
}
