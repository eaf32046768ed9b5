import { useLingui } from '@lingui/react/macro'
import type { FeedEntryProps } from '@/lib/card-slots'
import { useFormat } from '@/lib/format/use-format'
import type { Cause } from '../types'
import { useCauseWords } from '../why/use-cause-words'

/** “Retention: Renew the contract → Save the customer, because the customer's data changed”. */
export function MovedEntry({ entry }: FeedEntryProps) {
  const { t } = useLingui()
  const format = useFormat()
  const causes = useCauseWords()
  const { details } = entry
  const [strategy, from, to] = [details.strategy, details.from, details.to].map(String)
  const cause = causes[details.cause as Cause]
  const effective = String(details.effective_at ?? '')
  const isLate = effective !== '' && Math.abs(Date.parse(effective) - Date.parse(entry.at)) > 60_000
  const moment = isLate ? format.instant(effective) : ''
  return (
    <>
      <b>{strategy}: {to}</b> <span className="t2">{t`from ${from}: ${cause}`}</span>
      {isLate && <div className="m t3">{t`effective ${moment}`}</div>}
    </>
  )
}
