import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { attributeKinds } from '@/api/attribute-kinds'
import { fieldsQuery } from '@/api/fields'
import { stateOf } from '@/api/table-state'
import { textIn } from '@/i18n/texts'
import { useCommand } from '@/lib/commands/use-command'
import { Button } from '@/ui/button'
import { Chip } from '@/ui/chip'
import { DataTable } from '@/ui/data-table'
import type { Column } from '@/ui/data-table-types'
import { EmptyState } from '@/ui/empty-state'
import { IconButton } from '@/ui/icon-button'
import { ListBar } from '@/ui/list-bar'
import { ListPage } from '@/ui/list-page'
import { showRefusal } from '@/ui/show-refusal'
import { showToast } from '@/ui/toast'
import { AttributeDrawer } from '../parts/attribute-drawer'
import { attributesQuery, changeAttribute, type Attribute } from '../parts/attributes-api'
import css from '../parts/parts.module.css'

function useActs(rows: Attribute[]) {
  const { t, i18n } = useLingui()
  const client = useQueryClient()
  const refresh = async () => {
    await client.invalidateQueries({ queryKey: attributesQuery.queryKey })
    await client.invalidateQueries({ queryKey: fieldsQuery.queryKey })
  }
  const retiring = useMutation({
    onError: showRefusal,
    mutationFn: async ({ id, is_active, label }: Attribute) => {
      await changeAttribute(id, { is_active: !is_active })
      await refresh()
      const name = textIn(label, i18n.locale)
      showToast(is_active ? t`Attribute retired: ${name}` : t`Attribute back in use: ${name}`, { undo: async () => { await changeAttribute(id, { is_active }); await refresh() } })
    },
  })
  const moving = useMutation({
    onError: showRefusal,
    mutationFn: async ({ row, by }: { row: Attribute; by: number }) => {
      const order = [...rows]
      const at = order.indexOf(row)
      order.splice(at + by, 0, ...order.splice(at, 1))
      for (const [position, one] of order.entries()) if (one.position !== position) await changeAttribute(one.id, { position })
      await refresh()
    },
  })
  return { retire: (row: Attribute) => { retiring.mutate(row) }, move: (row: Attribute, by: number) => { moving.mutate({ row, by }) }, isBusy: moving.isPending }
}

function useColumns(rows: Attribute[]): Column<Attribute>[] {
  const { t, i18n } = useLingui()
  const acts = useActs(rows)
  const label = (row: Attribute) => textIn(row.label, i18n.locale)
  return [
    { id: 'label', header: t`Attribute`, width: 240, isFlexible: true, isName: true, phone: 'title', cell: label },
    { id: 'kind', header: t`Kind`, width: 150, priority: 1, phone: 'subtitle', cell: (row) => <>{i18n._(attributeKinds[row.kind])}{row.currency && <span className="t3">{row.currency}</span>}{row.kind === 'choice' && <span className="t3 num">{row.choices.length}</span>}</> },
    { id: 'code', header: t`Code`, width: 170, priority: 3, cell: (row) => row.code },
    { id: 'group', header: t`Group`, width: 150, priority: 4, cell: (row) => textIn(row.group, i18n.locale) },
    { id: 'weight', header: t`Weight`, width: 80, align: 'right', priority: 3, cell: (row) => (row.weight > 0 ? row.weight : <span className="t3">0</span>) },
    { id: 'state', header: t`State`, width: 120, priority: 2, phone: 'value', cell: (row) => (row.is_active ? t`in use` : <Chip>{t`retired`}</Chip>) },
    {
      id: 'acts', header: '', width: 116, priority: 1,
      cell: (row) => {
        const at = rows.indexOf(row)
        return (
          <span className={css.order} onClick={(event) => { event.stopPropagation() }} onDoubleClick={(event) => { event.stopPropagation() }}>
            <IconButton size="sm" icon="chevron-up" label={t`Up`} disabled={at === 0 || acts.isBusy} onClick={() => { acts.move(row, -1) }} />
            <IconButton size="sm" icon="chevron-down" label={t`Down`} disabled={at === rows.length - 1 || acts.isBusy} onClick={() => { acts.move(row, 1) }} />
            <IconButton size="sm" icon={row.is_active ? 'archive' : 'undo'} label={row.is_active ? t`Retire` : t`Use again`} onClick={() => { acts.retire(row) }} />
          </span>
        )
      },
    },
  ]
}

const none: Attribute[] = []

/** What this company keeps about its customers beyond the built-in fields. */
export function AttributesPage() {
  const { t } = useLingui()
  const list = useQuery(attributesQuery)
  const rows = useMemo(() => list.data ?? none, [list.data])
  const [edited, setEdited] = useState<Attribute | 'new' | null>(null)
  const add = () => { setEdited('new') }
  useCommand({ id: 'attributes.new', label: msg`New attribute`, icon: 'plus', scope: 'page', shortcut: 'n', run: add })
  return (
    <ListPage bars={<ListBar title={t`Attributes`} end={<Button icon="plus" keys="n" onClick={add}>{t`New attribute`}</Button>} />}>
      <DataTable
        label={t`Attributes of customers`}
        columns={useColumns(rows)}
        rows={rows}
        rowId={(row) => row.id}
        onOpen={setEdited}
        {...stateOf(list)}
        empty={<EmptyState title={t`No attributes`} action={<Button variant="primary" icon="plus" onClick={add}>{t`New attribute`}</Button>}>{t`Keep a tariff, a contract date, a debt: whatever your work needs.`}</EmptyState>}
        layoutKey="attributes"
      />
      {edited && <AttributeDrawer key={edited === 'new' ? 'new' : edited.id} attribute={edited === 'new' ? null : edited} onClose={() => { setEdited(null) }} />}
    </ListPage>
  )
}
