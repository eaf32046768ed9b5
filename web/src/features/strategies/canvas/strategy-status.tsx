import { useLingui } from '@lingui/react/macro'
import { Status } from '@/ui/status'
import type { StrategyState } from '../types'

interface Props {
  state: StrategyState
  version: number | null
  isPlacing?: boolean
}

export function StrategyStatus({ state, version, isPlacing }: Props) {
  const { t } = useLingui()
  const n = version ?? 1
  if (isPlacing && state === 'ACTIVE') return <Status tone="info">{t`Placing customers, v${n}`}</Status>
  if (state === 'ACTIVE') return <Status tone="good">{t`Active, v${n}`}</Status>
  if (state === 'PAUSED') return <Status tone="warn">{t`Paused, v${n}`}</Status>
  if (state === 'ENDED') return <Status tone="quiet">{t`Ended`}</Status>
  return <Status tone="neutral">{t`Draft`}</Status>
}
