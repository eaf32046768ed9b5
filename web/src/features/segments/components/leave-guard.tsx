import { useLingui } from '@lingui/react/macro'
import { useBlocker } from '@tanstack/react-router'
import { Button } from '@/ui/button'
import { Dialog } from '@/ui/dialog'
import type { SegmentSaving } from './use-segment-saving'

/** Nothing that is not saved is left behind unasked. */
export function LeaveGuard({ saving }: { saving: SegmentSaving }) {
  const { t } = useLingui()
  const { isDirty, mayLeave } = saving
  const blocker = useBlocker({ shouldBlockFn: () => isDirty && !mayLeave.current, enableBeforeUnload: () => isDirty, withResolver: true })
  if (blocker.status !== 'blocked') return null
  return (
    <Dialog
      isOpen
      onClose={blocker.reset}
      size="sm"
      title={t`Leave without saving`}
      footer={<><Button variant="ghost" onClick={blocker.proceed}>{t`Leave`}</Button><Button variant="primary" onClick={blocker.reset}>{t`Stay here`}</Button></>}
    >
      <p>{t`The edits of this segment are not saved. They are lost when you leave.`}</p>
    </Dialog>
  )
}
