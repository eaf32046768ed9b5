import { useLingui } from '@lingui/react/macro'
import { plural } from '@lingui/core/macro'
import { useFormat } from '@/lib/format/use-format'
import { ProgressBar } from './progress-bar'
import css from './run-progress.module.css'
import { Status } from './status'

interface Run {
  status: 'RUNNING' | 'DONE' | 'CANCELED' | 'FAILED'
  is_canceling: boolean
  total: number
  done: number
  changed: number
  unchanged: number
  refused: number
  failure: string
}

interface Refused {
  party_id: string
  display_name: string | null
  reason: string
}

export interface ProgressOfRun {
  run: Run
  refused: Refused[] | undefined
}

/** How far a change of many is, and at its end who was left as he was, and why. */
export function RunProgress({ run, refused }: ProgressOfRun) {
  const { t } = useLingui()
  const format = useFormat()
  const [done, total] = [format.number(run.done), format.number(run.total)]
  const share = run.total > 0 ? run.done / run.total : null
  const head = {
    RUNNING: <Status tone="info">{run.is_canceling ? t`Stopping` : t`Under way`}</Status>,
    DONE: <Status tone="good">{t`Done`}</Status>,
    CANCELED: <Status tone="neutral">{t`Stopped; what is done stays`}</Status>,
    FAILED: <Status tone="bad">{run.failure === 'rights_gone' ? t`Stopped: your rights have changed` : t`Failed; what is done stays`}</Status>,
  }[run.status]
  return (
    <div className={css.box} role="status">
      <div className={css.line}>
        {head}
        {run.status === 'RUNNING' && <ProgressBar label={t`Done`} value={share} />}
        <span className="m t3 num nb">{t`${done} of ${total}`}</span>
      </div>
      <span className="num">{plural(run.changed, { one: '# customer changed', other: '# customers changed' })}</span>
      {run.unchanged > 0 && <span className="t2 num">{plural(run.unchanged, { one: '# was so already', other: '# were so already' })}</span>}
      {run.refused > 0 && <Status tone="warn">{plural(run.refused, { one: '# left as it was', other: '# left as they were' })}</Status>}
      {refused && refused.length > 0 && (
        <div className={css.list}>
          {refused.map((one) => <span key={one.party_id} className="m"><b>{one.display_name ?? t`A customer out of your sight`}</b> <span className="t2">{one.reason}</span></span>)}
        </div>
      )}
    </div>
  )
}
