import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { nobodyId } from '@/api/people'
import { showToast } from '@/ui/toast'
import { addTag, assignOwner, removeTag } from '../api/parties'
import { listKey } from '../api/queries'
import type { PartyRow } from '../api/types'

export const bulkLimit = 200

export interface Failure {
  row: PartyRow
  reason: string
}

type Act = (row: PartyRow) => Promise<unknown>

interface Running {
  act: Act
  undo: Act
  message: (count: number) => string
}

/** Does one thing to each selected customer, tells which ones refused it and why. */
export function useBulk(rows: PartyRow[]) {
  const { t } = useLingui()
  const client = useQueryClient()
  const [progress, setProgress] = useState<number | null>(null)
  const [failures, setFailures] = useState<Failure[]>([])
  const [last, setLast] = useState<Running | null>(null)

  async function each(over: PartyRow[], act: Act): Promise<{ done: PartyRow[]; failed: Failure[] }> {
    const done: PartyRow[] = []
    const failed: Failure[] = []
    for (const [index, row] of over.entries()) {
      setProgress(index / over.length)
      try {
        await act(row)
        done.push(row)
      } catch (error) {
        failed.push({ row, reason: error instanceof Error && error.message ? error.message : t`The server did not answer` })
      }
    }
    setProgress(null)
    await client.invalidateQueries({ queryKey: listKey })
    return { done, failed }
  }

  async function run(running: Running, over: PartyRow[] = rows): Promise<void> {
    setLast(running)
    setFailures([])
    const { done, failed } = await each(over, running.act)
    setFailures(failed)
    if (done.length > 0) showToast(running.message(done.length), { undo: async () => { await each(done, running.undo) } })
  }

  async function assign(id: string, ownerId: string): Promise<void> {
    if (!(await assignOwner(id, ownerId))) throw new Error(t`Not visible to you any more`)
  }

  const owner = (row: PartyRow) => (row.values['party.owner'] as string | null) ?? nobodyId
  const hasTag = (row: PartyRow, id: string) => Array.isArray(row.values['party.tags']) && (row.values['party.tags'] as string[]).includes(id)

  return {
    progress,
    isRunning: progress !== null,
    failures,
    forget: () => { setFailures([]) },
    retry: () => { if (last) void run(last, failures.map((failure) => failure.row)) },
    assign: (id: string) => void run({
      act: (row) => (owner(row) === id ? Promise.resolve() : assign(row.id, id)),
      undo: (row) => (owner(row) === id ? Promise.resolve() : assign(row.id, owner(row))),
      message: (count) => plural(count, { one: 'Owner changed for # customer', other: 'Owner changed for # customers' }),
    }),
    tag: (id: string) => void run({
      act: (row) => addTag(row.id, id),
      undo: (row) => (hasTag(row, id) ? Promise.resolve() : removeTag(row.id, id)),
      message: (count) => plural(count, { one: 'Tag added to # customer', other: 'Tag added to # customers' }),
    }),
    untag: (id: string) => void run({
      act: (row) => removeTag(row.id, id),
      undo: (row) => (hasTag(row, id) ? addTag(row.id, id) : Promise.resolve()),
      message: (count) => plural(count, { one: 'Tag removed from # customer', other: 'Tag removed from # customers' }),
    }),
  }
}
