import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { isProblem } from '@/api/problem'
import { ErrorState } from '@/ui/error-state'
import { Section } from '@/ui/section'
import { Skeleton } from '@/ui/skeleton'
import { whyQuery } from '../api'
import { ExplainedTree } from './explained-tree'
import { ScenarioList } from './scenario-list'
import { TransitionLog } from './transition-log'
import { WhyFacts } from './why-facts'
import { WhyPlace } from './why-place'
import { WhyStages } from './why-stages'
import css from './why.module.css'

interface Props {
  strategyId: string
  partyId: string
  /** In a popover: without the log and the other stages. */
  isBrief?: boolean
}

/** The whole evidence of a placement: the rule, the values that decided, and what would move the customer. */
export function WhyEvidence({ strategyId, partyId, isBrief }: Props) {
  const { t } = useLingui()
  const { data: why, error, refetch } = useQuery(whyQuery(strategyId, partyId))
  if (error && !why) return <ErrorState title={isProblem(error) && error.status === 404 ? t`This customer is not visible to you` : undefined} error={error} onRetry={() => void refetch()} />
  if (!why) return <div className={`${css.loading} ${isBrief ? css.tall : ''}`}><Skeleton lines={6} /></div>
  const current = why.stages.find((stage) => stage.is_current)
  const rule = current?.explanation ?? (why.place.ord < 0 ? why.segment : null)
  return (
    <div className={isBrief ? css.brief : undefined}>
      <Section><WhyPlace why={why} /></Section>
      {rule && <Section title={current ? t`The rule of this stage` : t`The segment`}><ExplainedTree node={rule} /></Section>}
      {why.facts.length > 0 && <Section title={t`Values that decided`}><WhyFacts facts={why.facts} /></Section>}
      {!isBrief && why.stages.some((stage) => !stage.is_current) && <Section title={t`What the other stages need`}><WhyStages stages={why.stages} /></Section>}
      {!isBrief && why.segment && current && <Section title={t`The segment`}><ExplainedTree node={why.segment} /></Section>}
      {why.scenario.length > 0 && <Section title={t`Steps of the scenario`}><ScenarioList steps={why.scenario} /></Section>}
      {!isBrief && why.transitions.length > 0 && <Section title={t`Moves`}><TransitionLog transitions={why.transitions} /></Section>}
      {isBrief && <Link to={`/strategies/${strategyId}`} search={{ tab: 'members', place: why.place.uid ?? undefined, member: partyId }} className="link m">{t`All evidence and moves`}</Link>}
    </div>
  )
}
