import { useFormat } from '@/lib/format/use-format'
import { schedule } from '../draft/draft'
import type { Expected } from '../draft/expected'
import { useDelayWords } from '../draft/use-delay-words'
import { useStepText } from '../draft/use-step-text'
import { useTextIn } from '../draft/use-text-in'
import type { Draft } from '../types'
import css from './strategy.module.css'

/** What is done at each stage, for how many, and when. */
export function BeginsList({ draft, expected }: { draft: Draft; expected: Expected }) {
  const format = useFormat()
  const stepText = useStepText()
  const delayWords = useDelayWords()
  const textIn = useTextIn()
  return (
    <ul className={css.begins}>
      {draft.stages.map((stage, index) => (
        <li key={stage.uid}>
          <div className="row"><b className="el grow">{`${index + 1} ${textIn(stage.name)}`}</b>{expected.total !== null && <span className="num">{format.number(expected.byPlace.get(stage.uid) ?? 0)}</span>}</div>
          {schedule(stage.steps).map(({ step, minutes }) => {
            const { label, detail } = stepText(step)
            const words = detail ? `${label}: ${detail}` : label
            return <p key={step.uid} className="row t2 m"><span className="el grow" title={words}>{words}</span><span className="nb t3">{delayWords(minutes)}</span></p>
          })}
        </li>
      ))}
    </ul>
  )
}
