import { useLingui } from '@lingui/react/macro'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useFormat } from '@/lib/format/use-format'
import { ErrorState } from '@/ui/error-state'
import { Skeleton } from '@/ui/skeleton'
import { WhyChip } from '@/ui/why-chip'
import { membersQuery } from '../api'
import { WhyEvidence } from '../why/why-evidence'
import css from './members.module.css'

interface Props {
  strategyId: string
  /** All places when it is missing. */
  place: string | undefined
}

/** The latest who came to a place. */
export function PlaceMembers({ strategyId, place }: Props) {
  const { t } = useLingui()
  const format = useFormat()
  const { data, error, refetch } = useInfiniteQuery(membersQuery(strategyId, place, 12))
  const rows = data?.pages[0]?.items
  if (error && !rows) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (!rows) return <Skeleton lines={8} />
  if (rows.length === 0) return <p className="t3">{t`Nobody stands here now.`}</p>
  return (
    <ul className={css.latest}>
      {rows.map((row) => (
        <li key={row.id}>
          <Link to={`/parties/${row.id}`} className="el b" title={row.display_name}>{row.display_name}</Link>
          <span className="m t3 nb" title={format.instant(row.entered_at)}>{format.ago(row.entered_at)}</span>
          <WhyChip subject={row.display_name} width={420}><WhyEvidence strategyId={strategyId} partyId={row.id} isBrief /></WhyChip>
        </li>
      ))}
    </ul>
  )
}
