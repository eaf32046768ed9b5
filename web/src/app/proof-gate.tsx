import { lazy, Suspense } from 'react'
import { askedProof } from '@/api/asked-proof'
import { useStore } from '@/lib/store'

const ProofDialog = lazy(() => import('./proof-dialog').then((file) => ({ default: file.ProofDialog })))

/** Asks the person to show who he is, when an act somewhere on the screen waits for it. */
export function ProofGate() {
  const asked = useStore(askedProof)
  if (!asked) return null
  return <Suspense fallback={null}><ProofDialog onProven={() => { asked(true) }} onClose={() => { asked(false) }} /></Suspense>
}
