import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useCan } from '@/api/permissions'
import { pagesOf } from '@/api/table-state'
import { useCommands } from '@/lib/commands/use-commands'
import { Button } from '@/ui/button'
import { DataTable } from '@/ui/data-table'
import { EmptyState } from '@/ui/empty-state'
import { ListBar } from '@/ui/list-bar'
import { ListPage } from '@/ui/list-page'
import { Tabs } from '@/ui/tabs'
import { countsQuery, tasksQuery, type Task } from '../api'
import { TaskDialog } from '../components/task-dialog'
import { TaskPeek } from '../components/task-peek'
import { useTaskActs } from '../components/use-task-acts'
import { useTaskColumns } from '../components/use-task-columns'
import { tasksRoute, type TasksSearch } from '../routes'

export function TasksPage() {
  const { t } = useLingui()
  const can = useCan()
  const search: TasksSearch = tasksRoute.useSearch()
  const navigate = tasksRoute.useNavigate()
  const [currentId, setCurrentId] = useState<string | null>(null)
  const which = search.list ?? 'open'
  const list = useInfiniteQuery(tasksQuery(which === 'pool' ? 'open' : which, which === 'pool' ? 'pool' : 'me'))
  const { data: counts } = useQuery(countsQuery)
  const acts = useTaskActs()
  const rows = list.data?.pages.flatMap((page) => page.items) ?? []
  const columns = useTaskColumns(acts, which)
  const shownId = search.task ?? currentId
  const at = rows.findIndex((row) => row.id === shownId)
  const current = rows[at]
  const canEdit = can('tasks.edit')

  function show(id: string | null | undefined): void {
    setCurrentId(id ?? null)
    void navigate({ search: { ...search, task: id ?? undefined }, replace: true })
  }

  function closeCurrent(task: Task): void {
    show(rows[at + 1]?.id ?? rows[at - 1]?.id)
    acts.complete(task)
  }

  useCommands([
    { id: 'tasks.new', label: msg`New task`, icon: 'plus', scope: 'page', shortcut: 'n', when: () => canEdit, run: () => void navigate({ search: { ...search, create: true } }) },
    { id: 'tasks.complete', label: msg`Complete the task`, icon: 'check', scope: 'list', shortcut: 'd', when: () => canEdit, isOnRow: () => current?.status === 'OPEN', run: () => { if (current) closeCurrent(current) } },
  ])
  const words: Record<typeof which, string> = {
    open: t`No tasks`, overdue: t`Nothing is overdue`, today: t`Nothing more for today`, upcoming: t`Nothing upcoming`, done: t`Nothing done yet`, pool: t`No tasks in the pool`,
  }
  const tabs: { value: typeof which; label: string; count?: number }[] = [
    { value: 'open', label: t`All open` },
    { value: 'overdue', label: t`Overdue`, count: counts?.overdue },
    { value: 'today', label: t`Today`, count: counts?.today },
    { value: 'upcoming', label: t`Upcoming`, count: counts?.upcoming },
    { value: 'done', label: t({ message: 'Done', context: 'tasks' }) },
    { value: 'pool', label: t`Pool`, count: counts?.pool },
  ]
  const pool = counts?.pool ?? 0
  const create = () => void navigate({ search: { ...search, create: true } })
  const next = (
    <>
      {which === 'open' && canEdit && <Button variant="primary" icon="plus" keys="n" onClick={create}>{t`New task`}</Button>}
      {which === 'open' || which === 'pool'
        ? which === 'open' && pool > 0 && <Button onClick={() => void navigate({ search: { list: 'pool' } })}>{t`Tasks in the pool: ${pool}`}</Button>
        : <Button onClick={() => void navigate({ search: {} })}>{t`All open tasks`}</Button>}
    </>
  )
  return (
    <ListPage
      bars={<ListBar title={t`My tasks`} end={canEdit && <Button icon="plus" keys="n" onClick={create}>{t`New task`}</Button>}><Tabs label={t`My tasks`} tabs={tabs} value={which} onChange={(next) => { setCurrentId(null); void navigate({ search: { list: next === 'open' ? undefined : next } }) }} /></ListBar>}
      peek={shownId && <TaskPeek key={shownId} id={shownId} known={current} acts={acts} onPrevious={at > 0 ? () => { show(rows[at - 1]?.id) } : undefined} onNext={at >= 0 && at < rows.length - 1 ? () => { show(rows[at + 1]?.id) } : undefined} onClose={() => { show(null) }} onComplete={closeCurrent} />}
    >
      <DataTable
        label={t`My tasks`}
        columns={columns}
        rows={rows}
        rowId={(row) => row.id}
        currentId={shownId ?? null}
        onCurrent={show}
        onOpen={(row) => { show(row.id) }}
        {...pagesOf(list)}
        empty={<EmptyState title={words[which]} action={next}>{which === 'open' ? t`Tasks come from strategies, from colleagues and from you.` : undefined}</EmptyState>}
        layoutKey="tasks"
        isRelaxed
      />
      {search.create && canEdit && <TaskDialog onClose={() => void navigate({ search: { ...search, create: undefined } })} />}
    </ListPage>
  )
}
