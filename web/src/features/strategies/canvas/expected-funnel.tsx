import { useLingui } from '@lingui/react/macro'
import { FunnelBars } from '@/ui/funnel-bars'
import { useTextIn } from '../draft/use-text-in'
import { lobbyUid } from '../types'
import { BeginsList } from './begins-list'
import { useCanvas } from './canvas-context'
import css from './strategy.module.css'

/** Before the first activation: where customers would stand. */
export function ExpectedFunnel() {
  const { t } = useLingui()
  const textIn = useTextIn()
  const { editing, expected } = useCanvas()
  const { stages, segment_id: segment } = editing.draft
  const hint = !segment ? t`Choose the segment: it says whom the strategy serves.` : t`Give every stage a condition: then it is counted who would stand where.`
  const bars = [
    { id: lobbyUid, label: t`Waiting`, count: expected.byPlace.get(lobbyUid) ?? 0 },
    ...stages.map((stage, index) => ({ id: stage.uid, label: `${index + 1} ${textIn(stage.name)}`, count: expected.byPlace.get(stage.uid) ?? 0 })),
  ]
  return (
    <>
      <section aria-label={t`Where customers would stand`}>
        <div className={css.lowerHead}><h2 className="sb">{t`If it were activated now`}</h2></div>
        {expected.total === null && !expected.isCounting ? <p className="t2">{hint}</p> : <FunnelBars bars={bars} highlighted="" />}
      </section>
      <section aria-label={t`What begins for those who enter`}>
        <div className={css.lowerHead}><h2 className="sb">{t`What begins for those who enter`}</h2></div>
        <BeginsList draft={editing.draft} expected={expected} />
      </section>
    </>
  )
}
