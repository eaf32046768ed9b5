import { useLingui } from '@lingui/react/macro'
import { useFormat } from '@/lib/format/use-format'
import { Icon } from '@/ui/icon'
import type { Transition } from '../types'
import { useCauseWords } from './use-cause-words'
import { WhyFacts } from './why-facts'
import css from './why.module.css'

/** All moves, the latest first; each opens the values that decided it. */
export function TransitionLog({ transitions }: { transitions: Transition[] }) {
  const { t } = useLingui()
  const format = useFormat()
  const causes = useCauseWords()
  return (
    <ol className={css.log}>
      {transitions.map((move) => {
        const version = move.version_n
        const cause = causes[move.cause]
        return (
          <li key={move.seq}>
            <details>
              <summary>
                <span className="m t3 nb">{format.instant(move.effective_at)}</span>
                <span className="grow">{move.from_name} <span className="t3">→</span> <b>{move.to_name}</b></span>
                <Icon name="chevron-down" size={12} />
              </summary>
              <p className="m t3">{t`Because ${cause}; version ${version}`}</p>
              <WhyFacts facts={move.facts} />
            </details>
          </li>
        )
      })}
    </ol>
  )
}
