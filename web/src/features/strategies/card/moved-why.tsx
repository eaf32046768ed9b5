import type { FeedEntryProps } from '@/lib/card-slots'
import { WhyChip } from '@/ui/why-chip'
import { WhyEvidence } from '../why/why-evidence'

export function MovedWhy({ partyId, entry }: FeedEntryProps) {
  const [strategyId, strategy, to] = [entry.details.strategy_id, entry.details.strategy, entry.details.to].map(String)
  if (!strategyId) return null
  return <WhyChip subject={`${strategy}: ${to}`} width={420}><WhyEvidence strategyId={strategyId} partyId={partyId} isBrief /></WhyChip>
}
