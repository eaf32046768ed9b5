import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { Button } from '@/ui/button'
import { Dialog } from '@/ui/dialog'
import { KeyValue } from '@/ui/key-value'
import { KeyValueRow } from '@/ui/key-value-row'
import type { Failure } from './use-bulk'

interface Props {
  failures: Failure[]
  onRetry: () => void
  onClose: () => void
}

/** Which of the selected customers stayed as they were, and why. */
export function BulkFailures({ failures, onRetry, onClose }: Props) {
  const { t } = useLingui()
  const title = plural(failures.length, { one: '# customer stayed as it was', other: '# customers stayed as they were' })
  return (
    <Dialog isOpen onClose={onClose} title={title} size="md" footer={<><Button variant="ghost" onClick={onClose}>{t`Close`}</Button><Button onClick={onRetry} icon="refresh">{t`Try again`}</Button></>}>
      <KeyValue labelWidth={220}>
        {failures.map(({ row, reason }) => <KeyValueRow key={row.id} label={row.display_name}>{reason}</KeyValueRow>)}
      </KeyValue>
    </Dialog>
  )
}
