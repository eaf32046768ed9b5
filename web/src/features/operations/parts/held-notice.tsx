import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useCan } from '@/api/permissions'
import { goTo } from '@/lib/router-link'
import { Button } from '@/ui/button'
import { Status } from '@/ui/status'
import { heldQuery } from '../api'

/** After a restore everybody is told that nothing leaves the house yet. */
export function HeldNotice() {
  const { t } = useLingui()
  const can = useCan()
  const held = useQuery(heldQuery)
  if (!held.data?.pause) return null
  const words = <Status tone="warn" title={t`The data were restored from a backup. Scenarios and messages wait until an administrator releases them.`}>{t`Outgoing is held`}</Status>
  if (!can('operations.view')) return words
  return <Button size="sm" variant="ghost" onClick={() => { goTo('/operations') }}>{words}</Button>
}
