import { useLingui } from '@lingui/react/macro'
import type { ExpressionProblem } from '@/lib/expression/expression'
import { Icon } from '@/ui/icon'
import { Status } from '@/ui/status'
import { useCanvas } from './canvas-context'
import css from './strategy.module.css'

/** Each finding leads to the stage it is about. */
export function CheckList({ onLeave }: { onLeave: () => void }) {
  const { t } = useLingui()
  const { check, editing, openStage } = useCanvas()

  function line(found: ExpressionProblem, isProblem: boolean) {
    const stage = found.loc[0] === 'stages' ? editing.draft.stages[Number(found.loc[1])] : undefined
    const words = <>{isProblem ? <Status tone="bad" /> : <Icon name="refresh" size={12} />}<span>{found.msg}</span></>
    return (
      <li key={found.loc.join() + found.code} className={isProblem ? css.problem : css.warning}>
        {stage ? <button type="button" onClick={() => { onLeave(); openStage(stage.uid) }}>{words}</button> : words}
      </li>
    )
  }

  if (!check || check.problems.length + check.warnings.length === 0) return <p className={css.found}>{t`Nothing is missing. The draft can be activated.`}</p>
  return (
    <ul className={css.found}>
      {check.problems.map((one) => line(one, true))}
      {check.warnings.map((one) => line(one, false))}
    </ul>
  )
}
