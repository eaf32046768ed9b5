import { useLingui } from '@lingui/react/macro'
import type { SecurityEvent } from '../api'

/** Who did it; what has no name is told by its kind. */
export function useActorName(): (event: Pick<SecurityEvent, 'actor_kind' | 'actor_name'>) => string {
  const { t } = useLingui()
  return ({ actor_kind, actor_name }) => actor_name || (actor_kind === 'anonymous' ? t`nobody logged in` : t`unknown`)
}
