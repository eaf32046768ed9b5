import type { ReactNode } from 'react'
import { ActButtons, type Act } from './act-buttons'
import { DialogKeys } from './dialog-keys'
import css from './dialog.module.css'

export interface FooterProps {
  /** What the dialog is for: Cancel and this button, also by Ctrl+Enter. */
  act?: Act
  /** Why it was refused; always in sight, however long the form is. */
  refusal?: ReactNode
  /** Quiet words at the left of the buttons. */
  note?: ReactNode
  /** Other buttons than those of `act`, the primary one last. */
  footer?: ReactNode
}

/** The lower edge of a dialog or a drawer. */
export function DialogFooter({ act, refusal, note, footer, onClose }: FooterProps & { onClose: () => void }) {
  if (!act && !footer) return null
  const run = () => { if (act && act.isReady !== false && !act.isBusy) act.run() }
  return (
    <div className={css.footer}>
      {act && <DialogKeys onSubmit={run} />}
      {refusal && <p className={`bad ${css.refusal}`} role="alert">{refusal}</p>}
      <span className={css.note}>{note}</span>
      {footer}
      {act && <ActButtons act={act} onCancel={onClose} />}
    </div>
  )
}
