import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Dialog } from '@/ui/dialog'
import { TextInput } from '@/ui/text-input'
import { showToast } from '@/ui/toast'
import { eraseRecycled, type RecycledRow } from '../api/bulk'

const atOnce = 500

/** What cannot be taken back asks for more than a click: the number of the customer, or how many they are. */
export function EraseDialog({ rows, onClose, onDone }: { rows: RecycledRow[]; onClose: () => void; onDone: () => void }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const [typed, setTyped] = useState('')
  const [only] = rows
  const isOne = rows.length === 1 && only !== undefined
  const word = isOne ? `K-${only.number}` : String(rows.length)
  const name = isOne ? only.display_name : ''
  const isTyped = typed.replace(/\s/g, '').toLowerCase().replace('к', 'k') === word.toLowerCase()
  const isTooMany = rows.length > atOnce
  const erase = useMutation({
    mutationFn: () => eraseRecycled(rows.map((row) => row.id), typed),
    onSuccess: async ({ changed }) => {
      showToast(plural(changed, { one: '# customer removed for good', other: '# customers removed for good' }))
      onDone()
      await client.invalidateQueries({ queryKey: ['recycle-bin'] })
    },
  })
  const submit = () => { if (isTyped && !isTooMany && !erase.isPending) erase.mutate() }
  const title = isOne ? t`Remove ${name} for good` : plural(rows.length, { one: 'Remove # customer for good', other: 'Remove # customers for good' })
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="sm"
      title={title}
      act={{ label: t`Remove for good`, run: submit, isBusy: erase.isPending, isReady: isTyped && !isTooMany, icon: 'trash', isDanger: true }}
    >
      <div className="stack">
        <p><Trans>Contacts, tasks, notes, files and stages go as well, and so do exported files and rows of imports that may hold them. What stays is who changed something and when, and that consents were given or withdrawn, without any value. It cannot be undone, and a restored backup does not bring them back.</Trans></p>
        {isTooMany
          ? <p className="t2"><Trans>At most {atOnce} at once. To empty the bin by age, set its days under Keeping of data.</Trans></p>
          : <TextInput label={<Trans>Type <b className="num">{word}</b> to confirm</Trans>} autoFocus autoComplete="off" value={typed} onChange={setTyped} onKeyDown={(event) => { if (event.key === 'Enter') submit() }} error={erase.error ? erase.error.message || t`Not removed: the server did not answer` : undefined} />}
      </div>
    </Dialog>
  )
}
