import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { proofElsewhere, type Security } from '@/api/proof'
import { sessionQuery } from '@/api/session'

const LOOK_EVERY = 2000

/**
 * Whoever comes by a provider proves who he is by coming anew in another tab, so that the form here
 * stays as it is filled in. Whoever comes there as somebody else has no business with it any more.
 */
export function useComingAnew(security: Security | undefined, onProven: () => void) {
  const [isAway, setAway] = useState(false)
  const me = useQueryClient().getQueryData(sessionQuery.queryKey)?.user.id
  const found = useQuery({ queryKey: ['account', 'proof-elsewhere'], queryFn: proofElsewhere, enabled: isAway, refetchInterval: LOOK_EVERY, refetchOnWindowFocus: 'always', gcTime: 0 }).data
  const before = security?.proven_until
  useEffect(() => {
    if (!isAway || !found || !before) return
    if (found.userId !== me) window.location.assign('/')
    else if (found.provenUntil > before) onProven()
  }, [isAway, found, before, me, onProven])
  return { isAway, leave: () => { setAway(true); window.open('/login', '_blank', 'noopener') } }
}
