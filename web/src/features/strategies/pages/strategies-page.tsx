import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useCan } from '@/api/permissions'
import { stateOf } from '@/api/table-state'
import { useCommand } from '@/lib/commands/use-command'
import { useFormat } from '@/lib/format/use-format'
import { goTo } from '@/lib/router-link'
import { Button } from '@/ui/button'
import { DataTable } from '@/ui/data-table'
import type { Column } from '@/ui/data-table-types'
import { EmptyState } from '@/ui/empty-state'
import { ListBar } from '@/ui/list-bar'
import { ListPage } from '@/ui/list-page'
import { strategiesQuery } from '../api'
import { MiniFunnel } from '../canvas/mini-funnel'
import { NewStrategyDialog } from '../canvas/new-strategy-dialog'
import { StrategyStatus } from '../canvas/strategy-status'
import { strategiesRoute } from '../routes'
import type { StrategyRow } from '../types'

export function StrategiesPage() {
  const { t } = useLingui()
  const can = useCan()
  const format = useFormat()
  const { create } = strategiesRoute.useSearch()
  const navigate = strategiesRoute.useNavigate()
  const list = useQuery(strategiesQuery)
  const rows = list.data ?? []
  const canEdit = can('strategies.edit')
  const begin = () => void navigate({ search: { create: true } })
  useCommand({ id: 'strategies.new', label: msg`New strategy`, icon: 'plus', scope: 'page', shortcut: 'n', when: () => canEdit, run: begin })

  const columns: Column<StrategyRow>[] = [
    { id: 'name', header: t`Strategy`, width: 240, isName: true, priority: 1, phone: 'title', cell: (row) => row.name },
    { id: 'state', header: t`State`, width: 140, priority: 2, phone: 'meta', cell: (row) => <StrategyStatus state={row.state} version={row.version_n} /> },
    { id: 'members', header: t`Customers`, width: 100, align: 'right', priority: 1, phone: 'value', cell: (row) => (row.version_n === null ? '' : format.number(row.members)) },
    { id: 'stages', header: t`Where they stand`, width: 420, isFlexible: true, priority: 3, phone: 'subtitle', cell: (row) => <MiniFunnel row={row} />, title: (row) => row.stages.map((stage) => stage.name).join(' → ') },
    { id: 'updated', header: t`Changed`, width: 120, priority: 4, cell: (row) => format.date(row.updated_at) },
  ]
  const button = <Button variant="primary" icon="plus" onClick={begin}>{t`New strategy`}</Button>
  return (
    <ListPage bars={<ListBar title={t`Strategies`} end={canEdit && <Button icon="plus" keys="n" onClick={begin}>{t`New strategy`}</Button>} />}>
      <DataTable
        label={t`Strategies`}
        columns={columns}
        rows={rows}
        rowId={(row) => row.id}
        rowHref={(row) => `/strategies/${row.id}`}
        onOpen={(row) => { goTo('/strategies/$id', { id: row.id }) }}
        {...stateOf(list)}
        empty={<EmptyState title={t`No strategies`} action={canEdit && button}>{t`A strategy leads each customer of a segment from stage to stage by rules.`}</EmptyState>}
        layoutKey="strategies"
        isRelaxed
      />
      {create && canEdit && <NewStrategyDialog onClose={() => void navigate({ search: {} })} />}
    </ListPage>
  )
}
