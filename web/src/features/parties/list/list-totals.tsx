import { Plural, useLingui } from '@lingui/react/macro'
import { useFormat } from '@/lib/format/use-format'
import type { PartyCount } from '../api/types'

interface Props {
  count: PartyCount | undefined
  loaded: number
}

export function ListTotals({ count, loaded }: Props) {
  const { t } = useLingui()
  const format = useFormat()
  if (!count) return <span>&nbsp;</span>
  const shown = format.number(count.count)
  const here = format.number(loaded)
  return (
    <>
      <span className="num">{count.is_exact ? <Plural value={count.count} one={`${shown} customer`} other={`${shown} customers`} /> : t`${shown}+ customers`}</span>
      {loaded < count.count && <span className="num">{t`${here} loaded`}</span>}
    </>
  )
}
