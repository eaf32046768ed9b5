import { useLingui } from '@lingui/react/macro'
import { useFormat } from '@/lib/format/use-format'
import { goTo } from '@/lib/router-link'
import type { OperationsTab } from '../routes'
import type { Queue } from '../api'
import css from './operations.module.css'
import { queueOf } from './queue-names'
import { useDuration } from './use-duration'

function Trouble({ count, tab }: { count: number; tab?: OperationsTab }) {
  const format = useFormat()
  if (count === 0) return <span className="t3">0</span>
  if (!tab) return <b className="warn">{format.number(count)}</b>
  return <button type="button" className="link warn" onClick={() => { goTo('/operations', {}, { tab }) }}>{format.number(count)}</button>
}

export function QueueTable({ queues }: { queues: readonly Queue[] }) {
  const { t, i18n } = useLingui()
  const format = useFormat()
  const duration = useDuration()
  return (
    <div className={css.scroll} tabIndex={0} role="group" aria-label={t`Queues`}>
      <table className={css.table}>
        <thead>
          <tr className="t3"><th scope="col">{t`Queue`}</th><th scope="col">{t`Waiting`}</th><th scope="col">{t`Oldest waits`}</th><th scope="col">{t`Running`}</th><th scope="col">{t`Failed`}</th><th scope="col">{t`Unknown`}</th></tr>
        </thead>
        <tbody>
          {queues.map((one) => {
            const { name, tab, job } = queueOf(one.code)
            return (
              <tr key={one.code}>
                <td>{i18n._(name)}{job && <span className="t3"> {job}</span>}</td>
                <td className="num">{format.number(one.waiting)}</td>
                <td className="num">{one.waiting > 0 ? duration(one.oldest_seconds) : <span className="t3">–</span>}</td>
                <td className="num">{format.number(one.running)}</td>
                <td className="num"><Trouble count={one.failed} tab={tab} /></td>
                <td className="num"><Trouble count={one.unknown} tab={tab} /></td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
