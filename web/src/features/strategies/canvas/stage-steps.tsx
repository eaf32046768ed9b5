import { useLingui } from '@lingui/react/macro'
import { Icon } from '@/ui/icon'
import { schedule } from '../draft/draft'
import { useDelayWords } from '../draft/use-delay-words'
import { useStepText } from '../draft/use-step-text'
import type { StageDraft } from '../types'
import css from './strategy.module.css'

/** The scenario in short: what is done, and when after entry. */
export function StageSteps({ stage }: { stage: StageDraft }) {
  const { t } = useLingui()
  const stepText = useStepText()
  const delayWords = useDelayWords()
  const planned = schedule(stage.steps)
  if (planned.length === 0) return <p className={`${css.steps} t3`}>{t`No steps yet`}</p>
  return (
    <ul className={css.steps}>
      {planned.map(({ step, minutes }) => {
        const { icon, label, detail } = stepText(step)
        const whole = detail ? `${label}: ${detail}` : label
        // The name of a tag or a person does not say what becomes of it.
        const isNameOnly = 'tag' in step.parameters || 'user' in step.parameters
        return (
          <li key={step.uid} title={whole}>
            <Icon name={icon} size={14} />
            <span className="el grow">{isNameOnly ? whole : detail || label}</span>
            <span className="m t3 nb">{delayWords(minutes)}</span>
          </li>
        )
      })}
    </ul>
  )
}
