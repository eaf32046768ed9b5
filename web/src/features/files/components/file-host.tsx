import { lazy, Suspense } from 'react'
import { useStore } from '@/lib/store'
import { openFile, openFileStore } from '../open-file'

const FileDrawer = lazy(() => import('./file-drawer').then((file) => ({ default: file.FileDrawer })))

/** Shows the opened file over whatever page is there. */
export function FileHost() {
  const id = useStore(openFileStore)
  if (!id) return null
  return <Suspense fallback={null}><FileDrawer key={id} id={id} onClose={() => { openFile(null) }} /></Suspense>
}
