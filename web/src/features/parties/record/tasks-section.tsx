import { useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useCan } from '@/api/permissions'
import { request } from '@/api/request'
import type { CardSectionProps } from '@/lib/card-slots'
import { useFormat } from '@/lib/format/use-format'
import { IconButton } from '@/ui/icon-button'
import { Section } from '@/ui/section'
import { Status } from '@/ui/status'
import { showToast } from '@/ui/toast'
import css from '../feed/feed.module.css'

interface OpenTask {
  id: string
  title: string
  due_at: string
  assignee_name: string
  strategy_name: string
}

interface TasksData {
  items: OpenTask[]
  open_count: number
  overdue_count: number
}

/** Open tasks about the customer, the most urgent first; one press closes a task. */
export function TasksSection({ partyId, data }: CardSectionProps) {
  const { t } = useLingui()
  const format = useFormat()
  const can = useCan()
  const client = useQueryClient()
  if (!data) return null
  const { items, open_count: count } = data as TasksData
  const refresh = () => Promise.all([client.invalidateQueries({ queryKey: ['parties', partyId] }), client.invalidateQueries({ queryKey: ['tasks'] })])

  async function complete(task: OpenTask): Promise<void> {
    await request('POST', `/tasks/${task.id}/complete`, { body: {} })
    await refresh()
    const { title } = task
    showToast(t`Task done: ${title}`, { undo: async () => { await request('POST', `/tasks/${task.id}/reopen`); await refresh() } })
  }

  return (
    <Section title={t`Tasks`} action={count > 0 ? <span className="num">{format.number(count)}</span> : undefined}>
      {items.length === 0 && <span className="t3">{t`none`}</span>}
      {items.map((task) => {
        const isLate = format.daysFromNow(task.due_at) < 0
        const { title } = task
        return (
          <div key={task.id} className={css.line}>
            {can('tasks.edit') && <IconButton size="sm" icon="task" label={t`Done: ${title}`} onClick={() => void complete(task)} />}
            <span className="el grow" title={task.title}>{task.title}</span>
            {isLate ? <Status tone="bad">{format.instant(task.due_at)}</Status> : <span className="m t3 num nb">{format.instant(task.due_at)}</span>}
          </div>
        )
      })}
    </Section>
  )
}
