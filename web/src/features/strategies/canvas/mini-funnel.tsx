import { useFormat } from '@/lib/format/use-format'
import type { StrategyRow } from '../types'
import css from './strategy.module.css'

/** The stages of a strategy in one line: a bar and a number each. */
export function MiniFunnel({ row }: { row: StrategyRow }) {
  const format = useFormat()
  const most = Math.max(1, ...row.stages.map((stage) => stage.members))
  return (
    <span className={css.mini}>
      {row.stages.map((stage) => (
        <span key={stage.uid} className={css.miniStage}>
          {row.version_n !== null && <i aria-hidden><b style={{ height: `${Math.max(8, (100 * stage.members) / most)}%` }} /></i>}
          <span className="el t2">{stage.name}</span>
          {row.version_n !== null && <span className="num">{format.number(stage.members)}</span>}
        </span>
      ))}
    </span>
  )
}
