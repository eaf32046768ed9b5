import { useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { CardSectionProps } from '@/lib/card-slots'
import { useFormat } from '@/lib/format/use-format'
import { Pips } from '@/ui/pips'
import { Section } from '@/ui/section'
import { Status } from '@/ui/status'
import { WhyChip } from '@/ui/why-chip'
import { WhyEvidence } from '../why/why-evidence'
import { enrolmentsOf, type Enrolment } from './card-data'
import css from './card.module.css'

function StageLine({ one, partyId }: { one: Enrolment; partyId: string }) {
  const { t } = useLingui()
  const format = useFormat()
  const since = format.date(one.entered_at)
  return (
    <li className={css.enrolment}>
      <div className="row">
        <Link to={`/strategies/${one.strategy_id}`} className="el b" title={one.name}>{one.name}</Link>
        {one.state === 'PAUSED' && <Status tone="warn">{t`Paused`}</Status>}
        {one.status === 'QUARANTINE' && <Status tone="bad">{t`Set aside`}</Status>}
        <span className="grow" />
        <WhyChip subject={`${one.name}: ${one.stage}`} width={420}><WhyEvidence strategyId={one.strategy_id} partyId={partyId} isBrief /></WhyChip>
      </div>
      <div className="row t2">
        <span className="el" title={one.stage}>{one.stage}</span>
        {one.ord > 0 && <Pips done={one.ord} total={one.stages.length} />}
        <span className="m t3 nb">{t`since ${since}`}</span>
      </div>
    </li>
  )
}

/** The strategies a customer is in, with the stage and why. */
export function StrategiesSection({ partyId, data }: CardSectionProps) {
  const { t } = useLingui()
  const enrolments = enrolmentsOf(data)
  if (enrolments.length === 0) return null
  return (
    <Section title={t`Strategies`}>
      <ul>{enrolments.map((one) => <StageLine key={one.strategy_id} one={one} partyId={partyId} />)}</ul>
    </Section>
  )
}
