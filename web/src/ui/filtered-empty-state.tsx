import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from './button'
import { EmptyState } from './empty-state'

interface Props {
  /** Which filter hides rows, in its own words: "Next step until 20 March". */
  filter?: string
  onDropFilter?: () => void
  onClearAll: () => void
}

export function FilteredEmptyState({ filter, onDropFilter, onClearAll }: Props) {
  const { t } = useLingui()
  const actions = (
    <>
      {onDropFilter && <Button onClick={onDropFilter}>{t`Drop this filter`}</Button>}
      <Button variant={onDropFilter ? 'ghost' : 'default'} onClick={onClearAll}>{t`Clear all`}</Button>
    </>
  )
  return (
    <EmptyState title={t`Nothing passes these filters`} withDrawing={false} action={actions}>
      {filter ? <Trans>The filter <b>“{filter}”</b> hides the rows.</Trans> : t`Drop a filter to see more.`}
    </EmptyState>
  )
}
