import { useLingui } from '@lingui/react/macro'
import type { Cause } from '../types'

/** What made a customer move. */
export function useCauseWords(): Record<Cause, string> {
  const { t } = useLingui()
  return {
    ACTIVATION: t`the strategy was activated`,
    CHANGE: t`the customer's data changed`,
    TIME: t`the moment came`,
    PUBLICATION: t`a new version was published`,
    RESUMPTION: t`the strategy was resumed`,
  }
}
