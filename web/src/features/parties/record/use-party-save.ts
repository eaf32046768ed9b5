import { useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { showToast } from '@/ui/toast'
import { changeParty } from '../api/parties'
import { cardQuery } from '../api/queries'
import type { Values } from '../api/types'

interface Save {
  set: Values
  base: Values
  /** What the toast names. */
  label: string
  isUndo?: boolean
}

export type PartySave = (save: Save) => Promise<void>

/** Shows the new values at once, sends them, offers to take them back. */
export function usePartySave(id: string): PartySave {
  const { t } = useLingui()
  const client = useQueryClient()
  return useCallback(async function save({ set, base, label, isUndo }: Save): Promise<void> {
    const { queryKey } = cardQuery(id)
    await client.cancelQueries({ queryKey })
    client.setQueryData(queryKey, (card) => card && { ...card, party: { ...card.party, values: { ...card.party.values, ...set } } })
    try {
      await changeParty(id, set, base)
    } finally {
      await client.invalidateQueries({ queryKey: ['parties', id] })
    }
    if (!isUndo) showToast(t`Changed: ${label}`, { undo: () => save({ set: base, base: set, label, isUndo: true }) })
  }, [id, client, t])
}
