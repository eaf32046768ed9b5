import { useLingui } from '@lingui/react/macro'
import { useCan } from '@/api/permissions'
import { usePeople } from '@/api/people'
import { useFormat } from '@/lib/format/use-format'
import { Button } from '@/ui/button'
import { Dialog } from '@/ui/dialog'
import { KeyValue } from '@/ui/key-value'
import { KeyValueRow } from '@/ui/key-value-row'
import type { RecycledRow } from '../api/bulk'

interface Props {
  row: RecycledRow
  onRestore: () => void
  onErase: () => void
  onClose: () => void
}

/** A deleted customer, with both ways out of the bin; on a phone the only place for them. */
export function RecycledDialog({ row, onRestore, onErase, onClose }: Props) {
  const { t } = useLingui()
  const format = useFormat()
  const people = usePeople()
  const can = useCan()
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="sm"
      title={row.display_name}
      subtitle={`K-${row.number}`}
      footer={can('parties.erase') && <Button variant="ghost" icon="trash" onClick={onErase}>{t`Remove for good`}</Button>}
      act={{ label: t`Restore`, run: onRestore, icon: 'undo' }}
    >
      <KeyValue>
        <KeyValueRow label={t`Owner`}>{people.nameOf(row.owner_id) ?? <span className="t3">{t`nobody`}</span>}</KeyValueRow>
        <KeyValueRow label={t`Deleted by`}>{row.deleted_by}</KeyValueRow>
        <KeyValueRow label={t`Deleted`}><span className="num">{format.instant(row.deleted_at)}</span></KeyValueRow>
      </KeyValue>
    </Dialog>
  )
}
