import { Plural, useLingui } from '@lingui/react/macro'
import { useIsPhone } from '@/lib/hooks/use-is-phone'
import { useFormat } from '@/lib/format/use-format'
import { Button } from '@/ui/button'
import type { PartyCount } from '../api/types'
import { TotalsMenu } from './totals-menu'
import type { ListState } from './use-list-state'

interface Props {
  count: PartyCount | undefined
  loaded: number
  state: ListState
  /** On a phone: from here on a tap selects. */
  onPick: () => void
}

export function ListTotals({ count, loaded, state, onPick }: Props) {
  const { t } = useLingui()
  const format = useFormat()
  const isPhone = useIsPhone()
  if (!count) return <span>&nbsp;</span>
  const shown = format.number(count.count)
  const here = format.number(loaded)
  return (
    <>
      <span className="num">{count.is_exact ? <Plural value={count.count} one={`${shown} customer`} other={`${shown} customers`} /> : t`${shown}+ customers`}</span>
      {loaded < count.count && <span className="num">{t`${here} loaded`}</span>}
      <span className="grow" />
      {isPhone ? <Button variant="ghost" size="sm" icon="check" onClick={onPick}>{t`Select`}</Button> : <TotalsMenu state={state} />}
    </>
  )
}
