import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'

export function useDaysText(): (days: number | null) => string {
  const { t } = useLingui()
  return (days) => (days === null ? t`for ever` : plural(days, { one: '# day', other: '# days' }))
}
