import { useLingui } from '@lingui/react/macro'
import { useMemo } from 'react'
import { useFields, type Field } from '@/api/fields'
import type { Column } from '@/ui/data-table-types'
import type { PartyRow } from '../api/types'
import { useValueText } from '../values/use-value-text'
import { ListCell } from './list-cell'

const widths: Record<string, number> = { text: 160, number: 96, money: 120, bool: 88, date: 112, instant: 156, choice: 128, tags: 180, user: 140 }
const phonePlaces: Record<string, 'subtitle' | 'value' | 'meta'> = { 'party.status': 'subtitle', 'party.owner': 'meta' }

interface Editing {
  commit: () => void
  cancel: () => void
}

function isRight(field: Field): boolean {
  return field.kind === 'money' || (field.kind === 'number' && field.code !== 'party.number')
}

/** Columns of the table by the chosen codes; the name always leads. */
export function useListColumns(codes: string[], editing: Editing): Column<PartyRow>[] {
  const { t } = useLingui()
  const { byCode } = useFields()
  const textOf = useValueText()
  const { commit, cancel } = editing
  return useMemo(() => {
    const firstMoney = codes.find((code) => byCode.get(code)?.kind === 'money')
    const name: Column<PartyRow> = { id: 'party.name', header: t`Customer`, width: 240, minWidth: 180, isFlexible: true, priority: 1, isName: true, canSort: true, phone: 'title', cell: (row) => row.display_name, title: (row) => row.display_name }
    const others = codes.map((code) => byCode.get(code)).filter((field): field is Field => field !== undefined && field.code !== 'party.name')
    return [name, ...others.map((field, index): Column<PartyRow> => ({
      id: field.code,
      header: field.label,
      width: widths[field.kind] ?? 140,
      align: isRight(field) ? 'right' : undefined,
      priority: index + 2,
      canSort: field.can_sort,
      phone: field.code === firstMoney ? 'value' : phonePlaces[field.code],
      cell: (row) => <ListCell row={row} field={field} isRight={isRight(field)} onCommit={commit} onCancel={cancel} />,
      title: (row) => textOf(field, row.values[field.code]),
    }))]
  }, [codes, byCode, textOf, t, commit, cancel])
}
