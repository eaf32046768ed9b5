import { useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { showToast } from '@/ui/toast'
import { changeView, createView, deleteView } from '../api/views'
import { viewsQuery } from '../api/queries'
import type { ListQuery } from '../api/types'
import type { ListState } from './use-list-state'

/** Saves, renames and deletes the open view; a deleted one can be taken back. */
export function useViewActions(state: ListState) {
  const { t } = useLingui()
  const client = useQueryClient()
  const refresh = () => client.invalidateQueries({ queryKey: viewsQuery.queryKey })
  const query: ListQuery = { ...state.query, columns: state.columns }

  const saving = useMutation({
    mutationFn: async () => {
      if (!state.saved) return
      const { id, query: before } = state.saved
      await changeView(id, { query })
      await refresh()
      state.reset()
      showToast(t`View saved`, { undo: async () => { await changeView(id, { query: before }); await refresh() } })
    },
  })

  async function create(name: string): Promise<void> {
    const made = await createView(name, query)
    await refresh()
    state.openView(made.id)
  }

  async function rename(name: string): Promise<void> {
    if (!state.saved) return
    await changeView(state.saved.id, { name })
    await refresh()
  }

  async function remove(): Promise<void> {
    const view = state.saved
    if (!view) return
    const { name } = view
    state.openView('all')
    await deleteView(view.id)
    await refresh()
    showToast(t`View deleted: ${name}`, { undo: async () => { await createView(view.name, view.query); await refresh() } })
  }

  return { save: () => { saving.mutate() }, isSaving: saving.isPending, create, rename, remove: () => void remove() }
}
