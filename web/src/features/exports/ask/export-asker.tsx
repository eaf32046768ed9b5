import { exportRequest } from '@/lib/export-request'
import { useStore } from '@/lib/store'
import { ExportDialog } from './export-dialog'

/** Answers any list that asks to become a file. */
export function ExportAsker() {
  const asked = useStore(exportRequest)
  return asked && <ExportDialog {...asked} onClose={() => { exportRequest.set(null) }} />
}
