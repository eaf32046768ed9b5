import { useLingui } from '@lingui/react/macro'
import { useQueryClient, type InfiniteData } from '@tanstack/react-query'
import { wordsOf } from '@/api/refusal'
import { showRefusal } from '@/ui/show-refusal'
import { showToast } from '@/ui/toast'
import { changeTask, closeTask, reopenTask, type Task, type TaskPage } from '../api'

export interface TaskActs {
  complete: (task: Task, result?: string) => void
  cancel: (task: Task, result?: string) => void
  reopen: (task: Task) => void
  /** The words of a refusal; undefined when it was done. */
  change: (task: Task, body: { due_at?: string; assignee_id?: string }) => Promise<string | undefined>
}

/** Acts on tasks: at once on the screen, taken back for ten seconds, put right again when the server refuses. */
export function useTaskActs(): TaskActs {
  const { t } = useLingui()
  const queryClient = useQueryClient()
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['tasks'] })

  function takeOut(id: string): void {
    queryClient.setQueriesData<InfiniteData<TaskPage>>({ queryKey: ['tasks', 'list'] }, (data) => data && { ...data, pages: data.pages.map((page) => ({ ...page, items: page.items.filter((task) => task.id !== id) })) })
  }

  async function settle(act: Promise<unknown>, message: string, undo?: () => Promise<unknown>): Promise<void> {
    try {
      await act
      showToast(message, undo ? { undo: async () => { await undo(); await refresh() } } : {})
    } catch (error) {
      showRefusal(error)
    }
    await refresh()
  }

  function close(task: Task, how: 'complete' | 'cancel', result: string): void {
    takeOut(task.id)
    const { title } = task
    void settle(closeTask(task.id, how, result), how === 'complete' ? t`Task done: ${title}` : t`Task canceled: ${title}`, () => reopenTask(task.id))
  }

  return {
    complete: (task, result = '') => { close(task, 'complete', result) },
    cancel: (task, result = '') => { close(task, 'cancel', result) },
    reopen: (task) => {
      const { title } = task
      takeOut(task.id)
      void settle(reopenTask(task.id), t`Task reopened: ${title}`, () => closeTask(task.id, 'complete', task.result))
    },
    change: async (task, body) => {
      try {
        queryClient.setQueryData(['tasks', task.id], await changeTask(task.id, body))
        await refresh()
        return undefined
      } catch (error) {
        return wordsOf(error)
      }
    },
  }
}
