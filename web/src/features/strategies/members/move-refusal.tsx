import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { isProblem } from '@/api/problem'
import { goTo } from '@/lib/router-link'
import { Button } from '@/ui/button'
import { Dialog } from '@/ui/dialog'
import { ErrorState } from '@/ui/error-state'
import { RefusalBox } from '@/ui/refusal-box'
import { Skeleton } from '@/ui/skeleton'
import { moveMember } from '../api'
import type { Member, Place } from '../types'
import { WhyStageNeed } from '../why/why-stage-need'

interface Props {
  strategyId: string
  member: Member
  wanted: Place
  onClose: () => void
}

/** Nobody moves a customer by hand: what the server answers, and what would move him. */
export function MoveRefusal({ strategyId, member, wanted, onClose }: Props) {
  const { t } = useLingui()
  const attempt = useQuery({
    queryKey: ['strategy-move', strategyId, member.id, wanted.uid],
    queryFn: () => moveMember(strategyId, member.id, wanted.uid).then(() => null, (error: unknown) => { if (isProblem(error) && error.status === 409) return error; throw error }),
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
  })
  const [name, stage] = [member.display_name, wanted.name]
  return (
    <Dialog isOpen onClose={onClose} title={t`Stages are not set by hand`} subtitle={`${name} → ${wanted.ord} ${stage}`} footer={<Button variant="primary" onClick={onClose}>{t`Close`}</Button>} note={t`The attempt is kept in the log.`}>
      <div className="stack">
        {attempt.isPending && <Skeleton lines={3} />}
        {attempt.error && <ErrorState error={attempt.error} onRetry={() => void attempt.refetch()} />}
        {attempt.data && <RefusalBox icon="why" title={t`Only the strategy changes the stage`} action={<Button variant="link" onClick={() => { goTo('/strategies/$id', { id: strategyId }, { edit: wanted.uid }) }}>{t`Open the rule`}</Button>}>{attempt.data.message}</RefusalBox>}
        <WhyStageNeed strategyId={strategyId} partyId={member.id} stageUid={wanted.uid} />
      </div>
    </Dialog>
  )
}
