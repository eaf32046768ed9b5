import { useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { showRefusal } from '@/ui/show-refusal'
import { showToast } from '@/ui/toast'
import { changeFile, downloadFile, eraseFile, removeFile, restoreFile, restoreVersion, type KeptFile } from './api'

type Named = Pick<KeptFile, 'id' | 'name'> & { party_id?: string }

export interface FileActs {
  refresh: () => void
  download: (file: Named, number?: number) => void
  remove: (file: Named) => void
  restore: (file: Named) => void
  erase: (file: Named) => void
  restoreVersion: (file: Named, number: number) => void
  change: (file: KeptFile, body: { name?: string; description?: string; tags?: string[] }) => Promise<void>
}

/** What can be done with a file; each act that loses nothing has an undo. */
export function useFileActs(): FileActs {
  const { t } = useLingui()
  const client = useQueryClient()
  const refresh = () => {
    void client.invalidateQueries({ queryKey: ['files'] })
    void client.invalidateQueries({ queryKey: ['parties'], predicate: (query) => query.queryKey.length > 1 })
  }
  async function carryOut(act: () => Promise<unknown>): Promise<boolean> {
    try {
      await act()
      return true
    } catch (error) {
      showRefusal(error)
      return false
    } finally {
      refresh()
    }
  }

  return {
    refresh,
    download: (file, number) => void carryOut(() => downloadFile(file.id, number)),
    remove: (file) => void carryOut(() => removeFile(file.id)).then((done) => {
      const { name } = file
      if (done) showToast(t`Moved to the bin: ${name}`, { undo: () => void carryOut(() => restoreFile(file.id)) })
    }),
    restore: (file) => void carryOut(() => restoreFile(file.id)).then((done) => {
      const { name } = file
      if (done) showToast(t`Back from the bin: ${name}`, { undo: () => void carryOut(() => removeFile(file.id)) })
    }),
    erase: (file) => void carryOut(() => eraseFile(file.id)).then((done) => {
      const { name } = file
      if (done) showToast(t`Removed for good: ${name}`)
    }),
    restoreVersion: (file, number) => void carryOut(() => restoreVersion(file.id, number)).then((done) => {
      if (done) showToast(t`Version ${number} is the present one again`)
    }),
    change: async (file, body) => {
      await changeFile(file.id, body)
      refresh()
    },
  }
}
