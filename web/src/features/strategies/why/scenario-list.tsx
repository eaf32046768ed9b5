import { useLingui } from '@lingui/react/macro'
import { useFormat } from '@/lib/format/use-format'
import { Status, type Tone } from '@/ui/status'
import type { ScenarioStep } from '../types'
import css from './why.module.css'

const tones: Record<ScenarioStep['status'], Tone> = { PLANNED: 'neutral', DONE: 'quiet', FAILED: 'bad', CANCELLED: 'quiet' }

export function ScenarioList({ steps }: { steps: ScenarioStep[] }) {
  const { t } = useLingui()
  const format = useFormat()

  function when(step: ScenarioStep): string {
    const at = format.instant(step.done_at ?? step.due_at)
    if (step.status === 'DONE') return t`done ${at}`
    if (step.status === 'FAILED') return t`failed`
    if (step.status === 'CANCELLED') return t`canceled`
    return t`due ${at}`
  }

  return (
    <ul className={css.scenario}>
      {steps.map((step) => (
        <li key={step.step_uid}>
          <Status tone={tones[step.status]} />
          <span className="grow">{step.text}{step.failure && <span className="bad m"> {step.failure}</span>}</span>
          <span className="m t3 nb">{when(step)}</span>
        </li>
      ))}
    </ul>
  )
}
