import { useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { goTo } from '@/lib/router-link'
import { showRefusal } from '@/ui/show-refusal'
import { showToast } from '@/ui/toast'
import { recycle, restore } from '../api/bulk'
import type { Party } from '../api/types'
import { openList } from './open-list'

/** Puts the open customer into the recycle bin and goes back to the list; undo brings him back. */
export function useRecycle(party: Party): () => void {
  const { t } = useLingui()
  const client = useQueryClient()
  return () => {
    recycle(party.id).then(
      () => {
        openList()
        void client.invalidateQueries({ queryKey: ['parties'] })
        const name = party.display_name
        showToast(t`${name} is in the recycle bin`, { undo: async () => { await restore([party.id]); await client.invalidateQueries({ queryKey: ['parties'] }); goTo('/parties/$id', { id: party.id }) } })
      },
      showRefusal,
    )
  }
}
