import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { fieldsQuery } from '@/api/fields'
import { stateOf } from '@/api/table-state'
import { useCommand } from '@/lib/commands/use-command'
import { goTo } from '@/lib/router-link'
import { Button } from '@/ui/button'
import { Chip } from '@/ui/chip'
import { DataTable } from '@/ui/data-table'
import type { Column } from '@/ui/data-table-types'
import { EmptyState } from '@/ui/empty-state'
import { IconButton } from '@/ui/icon-button'
import { ListBar } from '@/ui/list-bar'
import { ListPage } from '@/ui/list-page'
import { showToast } from '@/ui/toast'
import { purposesQuery, savePurpose, type Purpose } from '../consents-api'
import { PurposeDialog } from '../parts/purpose-dialog'

/** What customers may agree to. */
export function PurposesPage() {
  const { t } = useLingui()
  const client = useQueryClient()
  const list = useQuery(purposesQuery)
  const [edited, setEdited] = useState<Purpose | 'new' | null>(null)
  const add = () => { setEdited('new') }
  useCommand({ id: 'purposes.new', label: msg`New purpose`, icon: 'plus', scope: 'page', shortcut: 'n', run: add })
  const refresh = async () => {
    await client.invalidateQueries({ queryKey: purposesQuery.queryKey })
    await client.invalidateQueries({ queryKey: fieldsQuery.queryKey })
  }
  async function retire({ id, name, is_active }: Purpose): Promise<void> {
    const set = async (isActive: boolean) => { await savePurpose(id, { is_active: isActive }); await refresh() }
    await set(!is_active)
    showToast(is_active ? t`Purpose retired: ${name}` : t`Purpose back in use: ${name}`, { undo: () => set(is_active) })
  }
  const customers = ({ code }: Purpose) => { goTo('/parties', {}, { filter: { op: 'and', of: [{ op: 'not_empty', field: `consent.${code}` }] } }) }
  const columns: Column<Purpose>[] = [
    { id: 'name', header: t`Purpose`, width: 260, isName: true, phone: 'title', cell: (row) => row.name },
    { id: 'text', header: t`What exactly is agreed to`, width: 320, isFlexible: true, priority: 3, phone: 'subtitle', title: (row) => row.text, cell: (row) => <span className="t2 el">{row.text}</span> },
    { id: 'code', header: t`Field in conditions`, width: 200, priority: 4, cell: (row) => <code className="m">consent.{row.code}</code> },
    { id: 'state', header: t`State`, width: 120, priority: 2, phone: 'value', cell: (row) => (row.is_active ? t`in use` : <Chip>{t`retired`}</Chip>) },
    {
      id: 'acts', header: '', width: 92, priority: 1,
      cell: (row) => (
        <span className="row" onClick={(event) => { event.stopPropagation() }} onDoubleClick={(event) => { event.stopPropagation() }}>
          {row.is_active && <IconButton size="sm" icon="users" label={t`Customers who agree`} onClick={() => { customers(row) }} />}
          <IconButton size="sm" icon={row.is_active ? 'archive' : 'undo'} label={row.is_active ? t`Retire` : t`Use again`} onClick={() => void retire(row)} />
        </span>
      ),
    },
  ]
  return (
    <ListPage bars={<ListBar title={t`Purposes of consent`} end={<Button icon="plus" keys="n" onClick={add}>{t`New purpose`}</Button>} />}>
      <DataTable
        label={t`Purposes of consent`}
        columns={columns}
        rows={list.data ?? []}
        rowId={(row) => row.id}
        onOpen={setEdited}
        {...stateOf(list)}
        empty={<EmptyState title={t`No purposes`} action={<Button variant="primary" icon="plus" onClick={add}>{t`New purpose`}</Button>}>{t`Advertising, passing data to partners, recording of calls: whatever you must ask for.`}</EmptyState>}
        layoutKey="purposes"
      />
      {edited && <PurposeDialog key={edited === 'new' ? 'new' : edited.id} purpose={edited === 'new' ? null : edited} onSaved={refresh} onClose={() => { setEdited(null) }} />}
    </ListPage>
  )
}
