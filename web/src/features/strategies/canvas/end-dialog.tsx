import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { wordsOf } from '@/api/refusal'
import { Dialog } from '@/ui/dialog'
import { TextInput } from '@/ui/text-input'
import { showToast } from '@/ui/toast'
import { useCanvas } from './canvas-context'
import type { Turns } from './use-turns'

/** The one irreversible act: its name is typed. */
export function EndDialog({ turns, onClose }: { turns: Turns; onClose: () => void }) {
  const { t } = useLingui()
  const { strategy } = useCanvas()
  const [typed, setTyped] = useState('')
  const { members, name } = strategy
  const isSure = typed.trim() === name.trim()

  function end(): void {
    if (!isSure) return
    turns.end().then(() => {
      showToast(t`“${name}” ended`)
      onClose()
    }, () => undefined)
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t`End “${name}”`}
      act={{ label: t`End for ${plural(members, { one: '# customer', other: '# customers' })}`, run: end, isBusy: turns.isBusy, isReady: isSure, isDanger: true }} refusal={wordsOf(turns.error)}
    >
      <div className="stack">
        <p>{t`Nobody is moved any more and no planned step is taken. The counters and the log of moves stay as they are. A strategy that has ended cannot be started again.`}</p>
        <TextInput label={t`Type the name of the strategy to confirm`} value={typed} onChange={setTyped} placeholder={name} autoFocus />
      </div>
    </Dialog>
  )
}
