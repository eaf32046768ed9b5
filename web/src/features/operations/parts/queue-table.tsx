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
  const heads = [t`Queue`, t`Waiting`, t`Oldest waits`, t`Running`, t`Failed`, t`Unknown`]
  return (
    <div className={css.scroll} tabIndex={0} role="group" aria-label={t`Queues`}>
      <table className={css.table} role="table">
        <thead>
          <tr className="t3 m" role="row">{heads.map((head) => <th key={head} scope="col" role="columnheader">{head}</th>)}</tr>
        </thead>
        <tbody>
          {queues.map((one) => {
            const { name, tab, job } = queueOf(one.code)
            return (
              <tr key={one.code} role="row">
                <td role="cell">{i18n._(name)}{job && <span className="t3"> {job}</span>}</td>
                <td role="cell" className="num" data-label={heads[1]}>{format.number(one.waiting)}</td>
                <td role="cell" className="num" data-label={heads[2]}>{one.waiting > 0 ? duration(one.oldest_seconds) : <span className="t3">–</span>}</td>
                <td role="cell" className="num" data-label={heads[3]}>{format.number(one.running)}</td>
                <td role="cell" className="num" data-label={heads[4]}><Trouble count={one.failed} tab={tab} /></td>
                <td role="cell" className="num" data-label={heads[5]}><Trouble count={one.unknown} tab={tab} /></td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
