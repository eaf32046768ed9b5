import { useLingui } from '@lingui/react/macro'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useFields } from '@/api/fields'
import { pagesOf } from '@/api/table-state'
import { useFormat } from '@/lib/format/use-format'
import { goTo } from '@/lib/router-link'
import { DataTable } from '@/ui/data-table'
import type { Column } from '@/ui/data-table-types'
import { ErrorState } from '@/ui/error-state'
import { Icon } from '@/ui/icon'
import { Skeleton } from '@/ui/skeleton'
import { listGroups } from '../api/parties'
import { listKey, listQuery } from '../api/queries'
import type { Group, ListQuery, PartyRow } from '../api/types'
import { filterOf } from '../expression/expression'
import { ValueView } from '../values/value-view'
import css from './grouped-list.module.css'
import { ListEmpty } from './list-empty'
import type { ListState } from './use-list-state'

interface Props {
  state: ListState
  group: string
  columns: Column<PartyRow>[]
  codes: string[]
}

/** The list divided by a field: groups with their counts, each one's customers on demand. */
export function GroupedList({ state, group, columns, codes }: Props) {
  const { t } = useLingui()
  const format = useFormat()
  const { byCode } = useFields()
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const groups = useQuery({ queryKey: [...listKey, 'groups', state.query.filter, state.query.q, state.query.shared, group], queryFn: ({ signal }) => listGroups(state.query, group, signal), retry: false, staleTime: 0 })
  const field = byCode.get(group.replace(':month', ''))
  if (groups.error) return <ErrorState error={groups.error} onRetry={() => void groups.refetch()} />
  if (!groups.data || !field) return <Skeleton lines={6} />
  if (groups.data.items.length === 0) return <ListEmpty state={state} />
  const keyOf = (one: Group) => JSON.stringify(one.value)
  const toggle = (key: string) => { setOpen((now) => { const next = new Set(now); if (!next.delete(key)) next.add(key); return next }) }
  const name = (one: Group) => {
    if (one.value === null || one.value === '') return <span className="t3">{t`empty`}</span>
    return group.endsWith(':month') ? format.month(String(one.value)) : <ValueView field={field} value={one.value} />
  }
  return (
    <div className={css.groups}>
      {groups.data.items.map((one) => {
        const key = keyOf(one)
        const isOpen = open.has(key)
        return (
          <section key={key}>
            <button type="button" className={css.head} aria-expanded={isOpen} onClick={() => { toggle(key) }}>
              <Icon name={isOpen ? 'chevron-down' : 'chevron-right'} size={14} />
              <b className="row">{name(one)}</b>
              <span className="t3 num">{format.number(one.count)}</span>
            </button>
            {isOpen && <div className={css.rows}><GroupRows query={{ ...state.query, filter: filterOf([...(state.query.filter ? [state.query.filter] : []), one.filter]), columns: codes }} columns={columns} /></div>}
          </section>
        )
      })}
      {!groups.data.is_whole && <p className="m t3">{t`There are more groups. Narrow the list by a filter.`}</p>}
    </div>
  )
}

function GroupRows({ query, columns }: { query: ListQuery; columns: Column<PartyRow>[] }) {
  const { t } = useLingui()
  const list = useInfiniteQuery(listQuery(query))
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data])
  return (
    <DataTable
      label={t`Customers of the group`}
      columns={columns}
      rows={rows}
      rowId={(row) => row.id}
      rowHref={(row) => `/parties/${row.id}`}
      onOpen={(row) => { goTo('/parties/$id', { id: row.id }) }}
      {...pagesOf(list)}
      withKeys={false}
    />
  )
}
