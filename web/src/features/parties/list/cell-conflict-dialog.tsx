import { useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useFields } from '@/api/fields'
import { ConflictBox } from '@/ui/conflict-box'
import { Dialog } from '@/ui/dialog'
import { listKey } from '../api/queries'
import type { PartyRow } from '../api/types'
import { useValueText } from '../values/use-value-text'
import type { CellConflict } from './use-cell-editing'

interface Props extends CellConflict {
  onSave: (row: PartyRow, code: string, value: unknown, base: unknown) => Promise<void>
  onClose: () => void
}

export function CellConflictDialog({ row, conflict, onSave, onClose }: Props) {
  const { t } = useLingui()
  const { byCode } = useFields()
  const textOf = useValueText()
  const client = useQueryClient()
  const field = byCode.get(conflict.field)
  const text = (value: unknown) => (field ? textOf(field, value) : String(value ?? ''))
  const saving = useMutation({ mutationFn: () => onSave(row, conflict.field, conflict.mine, conflict.theirs), onSuccess: onClose })
  const keepTheirs = () => { void client.invalidateQueries({ queryKey: listKey }); onClose() }
  return (
    <Dialog isOpen onClose={keepTheirs} title={row.display_name} size="md">
      <ConflictBox
        field={field?.label ?? conflict.field}
        mine={text(conflict.mine)}
        theirs={text(conflict.theirs)}
        changedBy={conflict.changed_by ?? t`Somebody`}
        changedAt={conflict.changed_at ?? new Date()}
        onTakeMine={() => { saving.mutate() }}
        onTakeTheirs={keepTheirs}
        isBusy={saving.isPending}
      />
    </Dialog>
  )
}
