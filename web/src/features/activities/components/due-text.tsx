import { useFormat } from '@/lib/format/use-format'
import { Icon } from '@/ui/icon'
import type { Task } from '../api'
import css from './activities.module.css'

/** The deadline; late in red with its icon, today stronger. */
export function DueText({ task }: { task: Task }) {
  const format = useFormat()
  const text = format.instant(task.due_at)
  if (task.is_overdue) return <span className={`${css.due} bad`}><Icon name="clock" size={12} />{text}</span>
  return <span className={`${css.due} ${format.daysFromNow(task.due_at) === 0 && task.status === 'OPEN' ? 'b' : ''}`}>{text}</span>
}
