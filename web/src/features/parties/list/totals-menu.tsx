import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useFields, type Field } from '@/api/fields'
import { isProblem } from '@/api/problem'
import { useFormat } from '@/lib/format/use-format'
import { Button } from '@/ui/button'
import { Menu } from '@/ui/menu'
import { readTotals } from '../api/parties'
import { listKey } from '../api/queries'
import type { Total } from '../api/types'
import { useValueText } from '../values/use-value-text'
import type { ListState } from './use-list-state'

type Fn = Total['fn']

function fitting(field: Field): Fn[] {
  if (field.kind === 'number' || field.kind === 'money') return ['sum', 'avg', 'min', 'max', 'filled']
  return field.kind === 'date' || field.kind === 'instant' ? ['min', 'max', 'filled'] : ['filled']
}

/** Sums and the like under the list, over all of it; chosen for the columns that are shown. */
export function TotalsMenu({ state }: { state: ListState }) {
  const { t } = useLingui()
  const format = useFormat()
  const textOf = useValueText()
  const { byCode } = useFields()
  const { totals } = state
  const words: Record<Fn, string> = { sum: t`Sum`, avg: t`Average`, min: t`Least`, max: t`Greatest`, filled: t`Filled in` }
  const wordOf = (field: Field | undefined, fn: Fn) => (field?.kind === 'date' || field?.kind === 'instant' ? { ...words, min: t`Earliest`, max: t`Newest` } : words)[fn]
  const found = useQuery({ queryKey: [...listKey, 'totals', state.query.filter, state.query.q, state.query.shared, totals], queryFn: ({ signal }) => readTotals(state.query, totals, signal), enabled: totals.length > 0, retry: false, staleTime: 0 })
  const fields = state.columns.map((code) => byCode.get(code)).filter((field) => field !== undefined && field.code !== 'party.number')
  const has = (field: string, fn: Fn) => totals.some((one) => one.field === field && one.fn === fn)
  const toggle = (field: string, fn: Fn) => { state.setTotals(has(field, fn) ? totals.filter((one) => one.field !== field || one.fn !== fn) : [...totals, { field, fn }]) }
  const sections = fields.filter((field) => field !== undefined).map((field) => ({
    id: field.code,
    title: field.label,
    items: fitting(field).map((fn) => ({ id: `${field.code}${fn}`, label: wordOf(field, fn), isChosen: has(field.code, fn), run: () => { toggle(field.code, fn) } })),
  }))

  function shown(one: { field: string; fn: string; value: unknown }): string {
    const field = byCode.get(one.field)
    if (!field || one.value === null) return '—'
    if (one.fn === 'filled') return format.number(Number(one.value))
    return textOf(field, field.kind === 'money' ? Math.round(Number(one.value)) : one.value)
  }

  return (
    <>
      {found.data && !found.data.is_exact && <span>{t`about, from a sample`}</span>}
      {found.data?.items.map((one) => <span key={`${one.field}${one.fn}`} className="num nb">{wordOf(byCode.get(one.field), one.fn as Fn)}, {byCode.get(one.field)?.label} <b>{shown(one)}</b></span>)}
      {found.error && <span className="warn" role="alert">{isProblem(found.error) ? found.error.message : t`The totals did not arrive`}</span>}
      <Menu position="top-start" width={220} target={<Button variant="ghost" size="sm" isBusy={found.isFetching}>{t`Totals`}</Button>} sections={sections} />
    </>
  )
}
