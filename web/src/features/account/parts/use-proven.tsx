import { useState, type ReactNode } from 'react'
import { isProblem } from '@/api/problem'
import { waysToProve, type Security } from '@/api/proof'
import { ProofDialog } from '@/ui/proof-dialog'

/** `run` tries an act, and asks for a proof first when the server wants one. */
export function useProven(security: Security): { run: (act: () => Promise<unknown>) => Promise<void>; dialog: ReactNode } {
  const [waiting, setWaiting] = useState<(() => Promise<unknown>) | null>(null)

  async function run(act: () => Promise<unknown>): Promise<void> {
    try {
      await act()
    } catch (error) {
      if (!isProblem(error) || error.code !== 'access.proof_needed') throw error
      setWaiting(() => act)
    }
  }

  const again = () => {
    const act = waiting
    setWaiting(null)
    if (act) void act()
  }
  return { run, dialog: waiting && <ProofDialog {...waysToProve(security)} onProven={again} onClose={() => { setWaiting(null) }} /> }
}
