import { useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { wordsOf } from '@/api/refusal'
import { Button } from '@/ui/button'
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
      onSubmit={submit}
      size="sm"
      title={t`Add a passkey`}
      footer={<><Button variant="ghost" onClick={onClose}>{t`Cancel`}</Button><Button variant="primary" onClick={submit} isBusy={adding.isPending} disabled={!name.trim()}>{t`Continue`}</Button></>}
    >
      <form onSubmit={(event) => { event.preventDefault(); submit() }}>
        <TextInput label={t`Name`} description={t`For instance: laptop, phone, security key`} maxLength={80} autoFocus value={name} onChange={setName} error={wordsOf(adding.error)} />
        <button type="submit" hidden />
      </form>
    </Dialog>
  )
}
