import { useLingui } from '@lingui/react/macro'
import type { FeedEntryProps } from '@/lib/card-slots'
import { useFormat } from '@/lib/format/use-format'

interface TaskDetails {
  title: string
  status: 'OPEN' | 'DONE' | 'CANCELED' | 'CANCELLED'
  due_at: string
  result: string
  strategy_name: string
  stage_name: string
  assignee_name: string
}

/** A task was set, or came to its end. */
export function TaskEntry({ entry }: FeedEntryProps) {
  const { t } = useLingui()
  const format = useFormat()
  const task = entry.details as unknown as TaskDetails
  const source = [task.strategy_name, task.stage_name].filter(Boolean).join(', ')
  const due = format.instant(task.due_at)
  const { title, assignee_name: assignee } = task
  if (entry.kind === 'task_closed') {
    return (
      <>
        <div><b>{task.status === 'DONE' ? t`Done: ${title}` : t`Canceled: ${title}`}</b> <span className="t3">{entry.actor}</span></div>
        {task.result && <p>{task.result}</p>}
      </>
    )
  }
  return (
    <>
      <div><b>{t`Task: ${title}`}</b> <span className="t3">{source || entry.actor}</span></div>
      <p>{assignee ? t`${assignee}, by ${due}` : t`By ${due}`}</p>
    </>
  )
}
