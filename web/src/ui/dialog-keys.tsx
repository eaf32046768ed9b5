import { msg } from '@lingui/core/macro'
import { useCommands } from '@/lib/commands/use-commands'

/** Ctrl+Enter while a dialog or a drawer is open. */
export function DialogKeys({ onSubmit }: { onSubmit: () => void }) {
  useCommands([{ id: 'dialog.submit', label: msg`Confirm`, scope: 'dialog', shortcut: 'mod+Enter', inFields: true, hidden: true, run: onSubmit }])
  return null
}
