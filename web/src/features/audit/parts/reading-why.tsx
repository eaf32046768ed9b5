import { Trans } from '@lingui/react/macro'
import { useFormat } from '@/lib/format/use-format'

interface Props {
  /** `cards`, `median`, `days`, `limit`, `factor`, `least` as the server counted them. */
  facts: Record<string, unknown>
}

/** The sum behind the alarm, in words. */
export function ReadingWhy({ facts }: Props) {
  const format = useFormat()
  const number = (name: string) => format.number(Number(facts[name] ?? 0))
  const [cards, median, days, limit] = [number('cards'), number('median'), number('days'), number('limit')]
  return (
    <p>
      <Trans>Different customers opened that day: <b>{cards}</b>. On the {days} days of the last 30 on which the person read anything, half were at {median} or below. Reported is what goes beyond {limit}: five times that, and at least a hundred.</Trans>
    </p>
  )
}
