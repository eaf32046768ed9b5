import { useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Dialog } from '@/ui/dialog'
import { TextInput } from '@/ui/text-input'

interface Props {
  name: string
  isRename: boolean
  onClose: () => void
  onSave: (name: string) => Promise<void>
}

export function ViewNameDialog({ name: first, isRename, onClose, onSave }: Props) {
  const { t } = useLingui()
  const [name, setName] = useState(first)
  const saving = useMutation({ mutationFn: onSave, onSuccess: onClose })
  const submit = () => { if (name.trim()) saving.mutate(name.trim()) }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="sm"
      title={isRename ? t`Rename the view` : t`Save as a view`}
      note={isRename ? undefined : t`Filters, sorting and columns are kept.`}
      act={{ label: isRename ? t`Rename` : t`Save view`, run: submit, isBusy: saving.isPending, isReady: name.trim() !== '' }}
    >
      <TextInput label={t`Name`} value={name} onChange={setName} maxLength={100} data-autofocus onKeyDown={(event) => { if (event.key === 'Enter') submit() }} error={saving.error?.message} />
    </Dialog>
  )
}
