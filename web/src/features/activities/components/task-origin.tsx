import { useLingui } from '@lingui/react/macro'
import { Icon } from '@/ui/icon'
import type { Task } from '../api'
import css from './activities.module.css'

/** Who set the task: a stage of a strategy, or a person. */
export function TaskOrigin({ task }: { task: Task }) {
  const { t } = useLingui()
  if (task.creator !== 'STRATEGY') return <span className="t2">{task.created_by_name}</span>
  const words = [task.strategy_name || t`Strategy`, task.stage_name].filter(Boolean).join(': ')
  return <span className={`${css.origin} t2`} title={words}><Icon name="strategy" size={12} /><span className="el">{words}</span></span>
}
