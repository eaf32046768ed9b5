import { useLingui } from '@lingui/react/macro'
import type { SecurityEvent } from '../api'

/** Who did it; what has no name is told by its kind. */
export function useActorName(): (event: Pick<SecurityEvent, 'actor_kind' | 'actor_name'>) => string {
  const { t } = useLingui()
  const kinds: Record<string, string> = { anonymous: t`nobody logged in`, system: 'Kurator' }
  return (event) => (event.actor_kind === 'system' ? 'Kurator' : event.actor_name) || (kinds[event.actor_kind] ?? event.actor_kind)
}
