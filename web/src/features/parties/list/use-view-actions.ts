import { useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { showRefusal } from '@/ui/show-refusal'
import { showToast } from '@/ui/toast'
import { changeView, copyView, createView, deleteView, setDefaultRoles, shareView } from '../api/views'
import { viewsQuery } from '../api/queries'
import type { SavedView, ViewQuery } from '../api/types'
import type { ListState } from './use-list-state'

/** Saves, renames and deletes the open view; a deleted one can be taken back. */
export function useViewActions(state: ListState) {
  const { t } = useLingui()
  const client = useQueryClient()
  const refresh = () => client.invalidateQueries({ queryKey: viewsQuery.queryKey })
  const query: ViewQuery = { ...state.query, columns: state.columns, ...(state.group ? { group: state.group } : {}), ...(state.totals.length > 0 ? { totals: state.totals } : {}) }

  const saving = useMutation({
    onError: showRefusal,
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

  async function copy(): Promise<void> {
    if (!state.saved) return
    const made = await copyView(state.saved.id)
    await refresh()
    state.openView(made.id)
    showToast(t`The view is copied to yours`)
  }

  async function share(audience: SavedView['audience'], audienceId: string | undefined, roleIds: string[] | null): Promise<void> {
    if (!state.saved) return
    const { id } = state.saved
    await shareView(id, audience, audienceId)
    if (roleIds && audience) await setDefaultRoles(id, roleIds)
    await refresh()
  }

  return { share, copy: () => void copy(), save: () => { saving.mutate() }, isSaving: saving.isPending, create, rename, remove: () => void remove() }
}
