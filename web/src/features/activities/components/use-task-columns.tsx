import { useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { useCan } from '@/api/permissions'
import { useFormat } from '@/lib/format/use-format'
import { Checkbox } from '@/ui/checkbox'
import type { Column } from '@/ui/data-table-types'
import type { Task } from '../api'
import css from './activities.module.css'
import { DueText } from './due-text'
import { TaskOrigin } from './task-origin'
import type { TaskActs } from './use-task-acts'

export function useTaskColumns(acts: TaskActs, which: string): Column<Task>[] {
  const { t } = useLingui()
  const can = useCan()
  const format = useFormat()
  const isDone = which === 'done'
  const tick = (task: Task) => {
    const { title } = task
    return (
      <span className={css.tick} onClick={(event) => { event.stopPropagation() }}>
        <Checkbox aria-label={task.status === 'OPEN' ? t`Complete: ${title}` : t`Reopen: ${title}`} checked={task.status !== 'OPEN'} disabled={!can('tasks.edit')} onChange={() => { (task.status === 'OPEN' ? acts.complete : acts.reopen)(task) }} />
      </span>
    )
  }
  const customer = (task: Task) => (task.party_name === null ? <span className="t3">{t`not yours`}</span> : <Link to={`/parties/${task.party_id}`} className="el" onClick={(event) => { event.stopPropagation() }}>{task.party_name}</Link>)
  const columns: Column<Task>[] = [
    { id: 'tick', header: '', width: 40, priority: 1, cell: tick },
    { id: 'title', header: t`Task`, width: 340, isFlexible: true, isName: true, priority: 1, phone: 'title', cell: (task) => <span className="el">{task.title}</span>, title: (task) => task.title },
    { id: 'party', header: t`Customer`, width: 220, priority: 2, phone: 'subtitle', cell: customer, title: (task) => task.party_name ?? '' },
    { id: 'due', header: t`Due`, width: 156, priority: 1, phone: 'value', cell: (task) => <DueText task={task} /> },
    { id: 'origin', header: t`Set by`, width: 200, priority: 3, phone: 'meta', cell: (task) => <TaskOrigin task={task} /> },
  ]
  if (isDone) columns.push({ id: 'closed', header: t`Closed`, width: 140, priority: 4, cell: (task) => (task.closed_at ? format.instant(task.closed_at) : '') })
  return columns
}
