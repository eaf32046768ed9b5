import { useLingui } from '@lingui/react/macro'
import { useFormat } from '@/lib/format/use-format'
import { Pips } from '@/ui/pips'
import { ProgressBar } from '@/ui/progress-bar'
import { Status } from '@/ui/status'
import type { Why } from '../types'
import { useCauseWords } from './use-cause-words'
import css from './why.module.css'

/** Where, since when, by what, and when time alone may change it. */
export function WhyPlace({ why }: { why: Why }) {
  const { t } = useLingui()
  const format = useFormat()
  const causes = useCauseWords()
  const { ord, name } = why.place
  const total = why.stages.length
  const since = why.entered_at === null ? '' : format.instant(why.entered_at)
  const next = why.next_at === null ? '' : format.instant(why.next_at)
  const cause = why.cause === null ? '' : causes[why.cause]
  const version = why.version_n ?? 1
  const isUnplaced = ord < 0
  const strategy = why.strategy.name
  return (
    <div className={css.place}>
      <div className="row"><b className="el">{name}</b>{ord > 0 && <><Pips done={ord} total={total} /><span className="m t3 nb">{t`stage ${ord} of ${total}`}</span></>}</div>
      {why.is_placing && (
        <div className="row">
          <ProgressBar label={t`Customers are being placed`} value={null} width={64} />
          <span className="t2">{isUnplaced ? t`Version ${version} is placing all customers; this one gets a place along with them.` : t`Version ${version} is placing all customers; this is where the customer stood before.`}</span>
        </div>
      )}
      {since && <p className="t2">{t`Since ${since}: ${cause}`}</p>}
      {why.status === 'QUARANTINE' && <Status tone="bad">{t`Set aside: the rules lead in a circle`}</Status>}
      {why.failure && <p className="t2">{why.failure}</p>}
      {next && <p className="m t3">{t`Time alone may change it: ${next}`}</p>}
      {!why.is_placing && <p className="m t3">{t`By version ${version} of “${strategy}”`}</p>}
    </div>
  )
}
