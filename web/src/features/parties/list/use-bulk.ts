import { plural } from '@lingui/core/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { showRefusal } from '@/ui/show-refusal'
import { showToast } from '@/ui/toast'
import { startBulk, undoSet, type BulkAction } from '../api/bulk'
import { listKey } from '../api/queries'

/** Up to so many ticked customers are changed at once, without a preview, and taken back by Undo. */
export const atOnce = 200

/** Does one thing to the ticked customers in one change set. */
export function useBulk(ids: string[]) {
  const client = useQueryClient()
  const [isRunning, setRunning] = useState(false)

  async function run(action: BulkAction, message: (count: number) => string): Promise<void> {
    setRunning(true)
    try {
      const done = await startBulk({ ids }, action)
      const stayed = done.refused > 0 ? `; ${plural(done.refused, { one: '# stayed as it was', other: '# stayed as they were' })}` : ''
      showToast(message(done.changed) + stayed, { undo: async () => { await undoSet(done.id); await client.invalidateQueries({ queryKey: listKey }) } })
    } catch (error) {
      showRefusal(error)
    }
    setRunning(false)
    await client.invalidateQueries({ queryKey: listKey })
  }

  return {
    isRunning,
    assign: (id: string) => void run({ owner_ids: [id] }, (count) => plural(count, { one: 'Owner changed for # customer', other: 'Owner changed for # customers' })),
    tag: (id: string) => void run({ add_tags: [id] }, (count) => plural(count, { one: 'Tag added to # customer', other: 'Tag added to # customers' })),
    untag: (id: string) => void run({ remove_tags: [id] }, (count) => plural(count, { one: 'Tag removed from # customer', other: 'Tag removed from # customers' })),
    recycle: () => void run({ recycle: true }, (count) => plural(count, { one: '# customer is in the recycle bin', other: '# customers are in the recycle bin' })),
  }
}
