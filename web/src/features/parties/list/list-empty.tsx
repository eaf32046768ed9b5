import { useLingui } from '@lingui/react/macro'
import { useCan } from '@/api/permissions'
import { goTo } from '@/lib/router-link'
import { Button } from '@/ui/button'
import { EmptyState } from '@/ui/empty-state'
import { FilteredEmptyState } from '@/ui/filtered-empty-state'
import { conditionsOf, filterOf } from '../expression/expression'
import { useConditionWords } from '../expression/use-condition-words'
import { openCreate } from '../create/create-state'
import type { ListState } from './use-list-state'

/** Nothing here: because nothing is there, or because a filter hides it; the last one is offered first. */
export function ListEmpty({ state }: { state: ListState }) {
  const { t } = useLingui()
  const can = useCan()
  const words = useConditionWords()
  const conditions = conditionsOf(state.query.filter)
  const last = conditions.at(-1)
  if (state.q) {
    const clear = () => { state.setText('') }
    return <FilteredEmptyState filter={state.q} onDropFilter={clear} onClearAll={() => { state.openView('all') }} />
  }
  if (last) {
    const { field, value } = words(last)
    return <FilteredEmptyState filter={`${field} ${value}`} onDropFilter={() => { state.setFilter(filterOf(conditions.slice(0, -1))) }} onClearAll={() => { state.setFilter(undefined) }} />
  }
  if (state.query.shared) return <EmptyState title={t`Nothing is shared with you`} action={<Button onClick={() => { state.openView('all') }}>{t`All customers`}</Button>}>{t`A colleague can open a customer to you from the customer’s card.`}</EmptyState>
  const action = (
    <>
      {can('parties.create') && <Button variant="primary" icon="plus" onClick={() => { openCreate() }}>{t`Create a customer`}</Button>}
      {can('imports.run') && <Button icon="upload" onClick={() => { goTo('/imports/new') }}>{t`Import a table`}</Button>}
    </>
  )
  return <EmptyState title={t`No customers`} action={action}>{t`Customers come from an import, from the API, or by hand.`}</EmptyState>
}
