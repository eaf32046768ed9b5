import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useCan } from '@/api/permissions'
import { stateOf } from '@/api/table-state'
import { useFormat } from '@/lib/format/use-format'
import { goTo } from '@/lib/router-link'
import { Button } from '@/ui/button'
import { DataTable } from '@/ui/data-table'
import type { Column } from '@/ui/data-table-types'
import { EmptyState } from '@/ui/empty-state'
import { IconButton } from '@/ui/icon-button'
import { Status } from '@/ui/status'
import { actionsQuery, type Action } from '../api'
import { SettleDialog } from './settle-dialog'

export function ActionsView() {
  const { t } = useLingui()
  const format = useFormat()
  const maySettle = useCan()('operations.manage')
  const found = useQuery(actionsQuery)
  const [settled, setSettled] = useState<Action | null>(null)
  const columns = useMemo((): Column<Action>[] => [
    { id: 'customer', header: t`Customer`, width: 220, isName: true, phone: 'title', cell: (row) => row.party_name },
    { id: 'status', header: t`Outcome`, width: 120, priority: 1, phone: 'value', cell: (row) => <Status tone={row.status === 'UNKNOWN' ? 'warn' : 'bad'}>{row.status === 'UNKNOWN' ? t`unknown` : t`failed`}</Status> },
    { id: 'strategy', header: t`Strategy`, width: 200, phone: 'subtitle', cell: (row) => row.strategy_name },
    { id: 'step', header: t`Step`, width: 180, priority: 3, cell: (row) => row.step_label, title: (row) => row.step_label },
    { id: 'at', header: t`When`, width: 140, priority: 2, cell: (row) => format.instant(row.at ?? row.due_at) },
    { id: 'failure', header: t`Why`, width: 220, isFlexible: true, priority: 3, cell: (row) => <span className="t3">{row.failure}</span> },
    {
      id: 'acts', header: '', width: 120, priority: 1, cell: (row) => (
        <span className="row">
          {maySettle && <Button size="sm" onClick={(event) => { event.stopPropagation(); setSettled(row) }}>{t`Settle`}</Button>}
          <IconButton size="sm" icon="user" label={t`Open the customer`} onClick={(event) => { event.stopPropagation(); goTo('/parties/$id', { id: row.party_id }) }} />
        </span>
      ),
    },
  ], [t, format, maySettle])
  return (
    <>
      <DataTable
        label={t`Actions to be settled`}
        columns={columns}
        rows={found.data ?? []}
        rowId={(row) => row.key}
        onOpen={maySettle ? setSettled : undefined}
        {...stateOf(found)}
        empty={<EmptyState title={t`Nothing to settle`}>{t`Steps of scenarios that failed, or whose outcome nobody knows, stand here.`}</EmptyState>}
        layoutKey="operations-actions"
      />
      {settled && <SettleDialog key={settled.key} action={settled} onClose={() => { setSettled(null) }} />}
    </>
  )
}
