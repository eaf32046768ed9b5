import { useLingui } from '@lingui/react/macro'
import { Icon } from '@/ui/icon'
import type { WhyStage } from '../types'
import { ExplainedTree } from './explained-tree'
import css from './why.module.css'

/** For each other stage whether its condition holds now, and what is missing. */
export function WhyStages({ stages }: { stages: WhyStage[] }) {
  const { t } = useLingui()
  return (
    <ul className={css.stages}>
      {stages.filter((stage) => !stage.is_current).map((stage) => {
        const holds = stage.explanation?.truth ?? false
        return (
          <li key={stage.uid}>
            <details>
              <summary>
                <span className={holds ? css.yes : css.no}><Icon name={holds ? 'check' : 'close'} size={12} label={holds ? t`holds` : t`does not hold`} /></span>
                <span className="num t3">{stage.ord}</span> <b className="el">{stage.name}</b>
                <Icon name="chevron-down" size={12} />
              </summary>
              {stage.explanation && <ExplainedTree node={stage.explanation} />}
            </details>
          </li>
        )
      })}
    </ul>
  )
}
