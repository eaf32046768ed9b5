import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { useInfiniteQuery } from '@tanstack/react-query'
import { usePeople } from '@/api/people'
import { useFields } from '@/api/fields'
import { pagesOf } from '@/api/table-state'
import { useCommand } from '@/lib/commands/use-command'
import { useFormat } from '@/lib/format/use-format'
import { goTo } from '@/lib/router-link'
import { DataTable } from '@/ui/data-table'
import type { Column } from '@/ui/data-table-types'
import { EmptyState } from '@/ui/empty-state'
import { PeekPanel } from '@/ui/peek-panel'
import { Tabs } from '@/ui/tabs'
import { membersQuery } from '../api'
import { useCanvas } from '../canvas/canvas-context'
import { lobbyUid, type Member } from '../types'
import { useStrategySearch } from '../use-strategy-search'
import { WhyEvidence } from '../why/why-evidence'
import { MemberMenu } from './member-menu'
import css from './members.module.css'

/** Who stands where, the latest first; beside the list why. */
export function MembersTab() {
  const { t } = useLingui()
  const format = useFormat()
  const people = usePeople()
  const { byCode } = useFields()
  const { strategy } = useCanvas()
  const { search: { place = 'all', member: memberId }, patch, show: go } = useStrategySearch()
  const isAll = place === 'all'
  const list = useInfiniteQuery(membersQuery(strategy.id, isAll ? undefined : place))
  const rows = list.data?.pages.flatMap((page) => page.items) ?? []
  const at = rows.findIndex((row) => row.id === memberId)
  const current = rows[at]
  const statuses = byCode.get('party.status')?.choices ?? []
  const statusOf = (row: Member) => statuses.find((choice) => choice.value === row.values['party.status'])?.label ?? ''
  const show = (id: string | null | undefined) => { patch({ member: id ?? undefined }, true) }
  const open = (row: Member) => { goTo('/parties/$id', { id: row.id }) }
  useCommand({ id: 'strategies.closePeek', label: msg`Close the panel`, scope: 'record', shortcut: 'Escape', when: () => current !== undefined, hidden: true, run: () => { show(null) } })

  const columns: Column<Member>[] = [
    { id: 'name', header: t`Customer`, width: 260, isFlexible: true, isName: true, priority: 1, phone: 'title', cell: (row) => row.display_name },
    { id: 'number', header: t({ message: 'Number', context: 'of a customer' }), width: 92, priority: 5, phone: 'meta', cell: (row) => <span className="num t2">{`K-${row.number}`}</span> },
    { id: 'status', header: byCode.get('party.status')?.label ?? '', width: 120, priority: 4, phone: 'subtitle', cell: statusOf },
    { id: 'owner', header: byCode.get('party.owner')?.label ?? '', width: 160, priority: 3, cell: (row) => people.nameOf(row.values['party.owner'] as string | null) ?? <span className="t3">{t`nobody`}</span> },
    { id: 'entered', header: t`Here since`, width: 140, priority: 2, phone: 'value', cell: (row) => format.instant(row.entered_at) },
    { id: 'next', header: t`Next check`, width: 160, priority: 6, cell: (row) => (row.next_at ? format.instant(row.next_at) : '') },
    { id: 'menu', header: '', width: 44, priority: 1, cell: (row) => <MemberMenu strategyId={strategy.id} member={row} /> },
  ]
  const tabs = [
    { value: 'all', label: t`All`, count: format.number(strategy.members) },
    ...strategy.places.map((one) => ({ value: one.uid, label: one.uid === lobbyUid ? t`Waiting` : `${one.ord} ${one.name}`, count: format.number(one.members) })),
  ]
  return (
    <div className={css.tab}>
      <div className={css.places}><Tabs label={t`Stages`} tabs={tabs} value={tabs.some((one) => one.value === place) ? place : 'all'} onChange={(next) => { go({ tab: 'members', place: next === 'all' ? undefined : next }) }} /></div>
      <div className={css.split}>
        <DataTable
          label={t`Customers of the strategy`}
          columns={columns}
          rows={rows}
          rowId={(row) => row.id}
          rowHref={(row) => `/parties/${row.id}`}
          currentId={memberId ?? null}
          onCurrent={show}
          onOpen={open}
          {...pagesOf(list)}
          empty={<EmptyState title={t`Nobody stands here`}>{t`Customers come by themselves as soon as the condition holds.`}</EmptyState>}
          layoutKey="strategy-members"
        />
        {current && (
          <PeekPanel
            title={current.display_name}
            subtitle={`K-${current.number}`}
            isOrganization={current.kind === 'ORGANIZATION'}
            onPrevious={at > 0 ? () => { show(rows[at - 1]?.id) } : undefined}
            onNext={at < rows.length - 1 ? () => { show(rows[at + 1]?.id) } : undefined}
            onOpen={() => { open(current) }}
            onClose={() => { show(null) }}
          >
            <WhyEvidence strategyId={strategy.id} partyId={current.id} />
          </PeekPanel>
        )}
      </div>
    </div>
  )
}
