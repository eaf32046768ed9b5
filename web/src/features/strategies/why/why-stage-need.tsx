import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { whyQuery } from '../api'
import { ExplainedTree } from './explained-tree'

interface Props {
  strategyId: string
  partyId: string
  stageUid: string
}

/** What one stage asks for, and what of it this customer has. */
export function WhyStageNeed({ strategyId, partyId, stageUid }: Props) {
  const { t } = useLingui()
  const { data } = useQuery(whyQuery(strategyId, partyId))
  const stage = data?.stages.find((one) => one.uid === stageUid)
  if (!stage?.explanation) return null
  return (
    <div>
      <p className="m t3">{t`What the stage needs, and what is there now`}</p>
      <ExplainedTree node={stage.explanation} />
    </div>
  )
}
