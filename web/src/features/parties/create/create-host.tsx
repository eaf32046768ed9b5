import { lazy, Suspense } from 'react'
import { useStore } from '@/lib/store'
import { creating } from './create-state'

const CreateDialog = lazy(() => import('./create-dialog').then((file) => ({ default: file.CreateDialog })))

/** Stands in the shell, so that a customer can be created from anywhere. */
export function CreateHost() {
  const open = useStore(creating)
  if (!open) return null
  return <Suspense fallback={null}><CreateDialog first={open.name} onClose={() => { creating.set(null) }} /></Suspense>
}
