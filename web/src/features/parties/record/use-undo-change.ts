import { useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { showRefusal } from '@/ui/show-refusal'
import { showToast } from '@/ui/toast'
import { undoChange } from '../api/parties'

/** Takes one change of the history back; the refusal is told in words. */
export function useUndoChange(partyId: string): (changeId: string, field?: string) => void {
  const { t } = useLingui()
  const client = useQueryClient()
  return useCallback((changeId, field) => {
    undoChange(partyId, changeId, field).then(
      () => { showToast(t`Change taken back`) },
      showRefusal,
    ).finally(() => void client.invalidateQueries({ queryKey: ['parties', partyId] }))
  }, [partyId, client, t])
}
