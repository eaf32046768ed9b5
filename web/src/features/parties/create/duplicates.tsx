import { useLingui } from '@lingui/react/macro'
import { usePhone } from '@/lib/format/use-phone'
import { goTo } from '@/lib/router-link'
import { Button } from '@/ui/button'
import { Status } from '@/ui/status'
import type { Duplicate } from '../api/types'

interface Props {
  found: Duplicate[]
  onOpen: () => void
}

/** A warning, not a refusal: the same contact may belong to two customers. */
export function Duplicates({ found, onOpen }: Props) {
  const { t } = useLingui()
  const phone = usePhone()
  if (found.length === 0) return null
  return (
    <div role="status" className="stack">
      <Status tone="warn">{t`Somebody has this contact already`}</Status>
      {found.slice(0, 5).map((one) => {
        const value = one.matched === 'phone' ? phone(one.value) : one.value
        const team = one.team || t`the supervisor`
        const known = one.number ? `K-${one.number} ${one.display_name ?? ''}` : t`a customer`
        if (one.is_recycled) return <span key={`${one.matched}${one.value}bin`} className="m t2">{t`${value}: ${known} in the recycle bin`}</span>
        if (!one.party_id) return <span key={`${one.matched}${one.value}${team}`} className="m t2">{t`${value}: a customer of others, ask ${team}`}</span>
        const id = one.party_id
        return (
          <div key={id} className="row">
            <span className="el grow"><b>{one.display_name}</b> <span className="m t3 num">K-{one.number}</span></span>
            <Button variant="link" size="sm" onClick={() => { onOpen(); goTo('/parties/$id', { id }) }}>{t`Open`}</Button>
          </div>
        )
      })}
    </div>
  )
}
