import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import type { RelativeTime, TimeUnit } from '@/lib/expression/expression'

const amount: Record<TimeUnit, (n: number) => string> = {
  minute: (n) => plural(n, { one: '# minute', other: '# minutes' }),
  hour: (n) => plural(n, { one: '# hour', other: '# hours' }),
  day: (n) => plural(n, { one: '# day', other: '# days' }),
  week: (n) => plural(n, { one: '# week', other: '# weeks' }),
  month: (n) => plural(n, { one: '# month', other: '# months' }),
  year: (n) => plural(n, { one: '# year', other: '# years' }),
}

/** “30 days ago”, “in 2 weeks”, “now”; and the unit alone in the right number. */
export function useRelativeWords() {
  const { t } = useLingui()
  const units: Record<TimeUnit, string> = { minute: t`minutes`, hour: t`hours`, day: t`days`, week: t`weeks`, month: t`months`, year: t`years` }

  function relative({ now: { n, unit } }: RelativeTime): string {
    if (n === 0) return unit === 'minute' || unit === 'hour' ? t`now` : t`today`
    const length = amount[unit](Math.abs(n))
    return n < 0 ? t`${length} ago` : t`in ${length}`
  }

  return { relative, units, amount }
}
