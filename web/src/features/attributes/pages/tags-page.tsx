import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { tagsQuery, type Tag } from '@/api/fields'
import { request } from '@/api/request'
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
import css from '../parts/parts.module.css'
import { TagDialog } from '../parts/tag-dialog'

function useColumns(): Column<Tag>[] {
  const { t } = useLingui()
  const client = useQueryClient()
  return useMemo(() => {
    const set = async (id: string, isActive: boolean) => {
      await request('PATCH', `/tags/${id}`, { body: { is_active: isActive } })
      await client.invalidateQueries({ queryKey: tagsQuery.queryKey })
    }
    async function retire({ id, name, is_active }: Tag): Promise<void> {
      await set(id, !is_active)
      showToast(is_active ? t`Tag retired: ${name}` : t`Tag back in use: ${name}`, { undo: () => set(id, is_active) })
    }
    const customers = (tag: Tag) => { goTo('/parties', {}, { filter: { op: 'and', of: [{ op: 'has_any', field: 'party.tags', value: [tag.id] }] } }) }
    return [
      { id: 'name', header: t`Tag`, width: 240, isFlexible: true, isName: true, phone: 'title', cell: (row) => row.name },
      { id: 'names', header: t`In other languages`, width: 260, priority: 3, phone: 'subtitle', cell: (row) => [...new Set(Object.values(row.names))].filter((name) => name !== row.name).join(', ') },
      { id: 'code', header: t`Code`, width: 180, priority: 4, cell: (row) => row.code },
      { id: 'state', header: t`State`, width: 120, priority: 2, phone: 'value', cell: (row) => (row.is_active ? t`in use` : <Chip>{t`retired`}</Chip>) },
      {
        id: 'acts', header: '', width: 92, priority: 1,
        cell: (row) => (
          <span className={css.order} onClick={(event) => { event.stopPropagation() }} onDoubleClick={(event) => { event.stopPropagation() }}>
            <IconButton size="sm" icon="users" label={t`Customers with this tag`} onClick={() => { customers(row) }} />
            <IconButton size="sm" icon={row.is_active ? 'archive' : 'undo'} label={row.is_active ? t`Retire` : t`Use again`} onClick={() => void retire(row)} />
          </span>
        ),
      },
    ]
  }, [t, client])
}

export function TagsPage() {
  const { t } = useLingui()
  const list = useQuery(tagsQuery)
  const [edited, setEdited] = useState<Tag | 'new' | null>(null)
  const add = () => { setEdited('new') }
  useCommand({ id: 'tags.new', label: msg`New tag`, icon: 'plus', scope: 'page', shortcut: 'n', run: add })
  return (
    <ListPage bars={<ListBar title={t`Tags`} end={<Button icon="plus" keys="n" onClick={add}>{t`New tag`}</Button>} />}>
      <DataTable
        label={t`Tags`}
        columns={useColumns()}
        rows={list.data ?? []}
        rowId={(row) => row.id}
        onOpen={setEdited}
        {...stateOf(list)}
        empty={<EmptyState title={t`No tags`} action={<Button variant="primary" icon="plus" onClick={add}>{t`New tag`}</Button>}>{t`Tags group customers by hand, in imports and by strategies.`}</EmptyState>}
        layoutKey="tags"
      />
      {edited && <TagDialog key={edited === 'new' ? 'new' : edited.id} tag={edited === 'new' ? null : edited} onClose={() => { setEdited(null) }} />}
    </ListPage>
  )
}
