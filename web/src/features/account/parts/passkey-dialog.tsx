import { useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { wordsOf } from '@/api/refusal'
import { Dialog } from '@/ui/dialog'
import { TextInput } from '@/ui/text-input'
import { addPasskey } from '../api'

interface Props {
  onAdded: (codes: string[]) => void
  onClose: () => void
}

export function PasskeyDialog({ onAdded, onClose }: Props) {
  const { t } = useLingui()
  const [name, setName] = useState('')
  const adding = useMutation({ mutationFn: () => addPasskey(name.trim()), onSuccess: onAdded })
  const submit = () => { if (name.trim()) adding.mutate() }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="sm"
      title={t`Add a passkey`}
      act={{ label: t`Continue`, run: submit, isBusy: adding.isPending, isReady: name.trim() !== '' }}
    >
      <form onSubmit={(event) => { event.preventDefault(); submit() }}>
        <TextInput label={t`Name`} description={t`For instance: laptop, phone, security key`} maxLength={80} autoFocus value={name} onChange={setName} error={wordsOf(adding.error)} />
        <button type="submit" hidden />
      </form>
    </Dialog>
  )
}
