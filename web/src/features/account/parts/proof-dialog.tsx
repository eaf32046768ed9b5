import { useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '@/ui/button'
import { Dialog } from '@/ui/dialog'
import { TextInput } from '@/ui/text-input'
import { proveBy, proveByPasskey, type Security } from '../api'
import { wordsOf } from './words-of'

interface Props {
  security: Security
  onProven: () => void
  onClose: () => void
}

/** Dangerous acts need a recent proof of who one is. */
export function ProofDialog({ security, onProven, onClose }: Props) {
  const { t } = useLingui()
  const [text, setText] = useState('')
  const byCode = !security.has_password
  const proving = useMutation({ mutationFn: () => proveBy(byCode ? { code: text.trim() } : { password: text }), onSuccess: onProven })
  const passkey = useMutation({ mutationFn: proveByPasskey, onSuccess: onProven })
  const hasPasskey = security.factors.some((factor) => factor.kind === 'webauthn')
  const submit = () => { if (text) proving.mutate() }
  const error = wordsOf(proving.error ?? passkey.error)
  return (
    <Dialog
      isOpen
      onClose={onClose}
      onSubmit={submit}
      size="sm"
      title={t`Confirm that it is you`}
      subtitle={t`Your last log-in is more than 15 minutes ago.`}
      footer={<>{hasPasskey && <Button icon="lock" isBusy={passkey.isPending} onClick={() => { passkey.mutate() }}>{t`Use a passkey`}</Button>}<Button variant="primary" isBusy={proving.isPending} disabled={!text} onClick={submit}>{t`Confirm`}</Button></>}
    >
      <form onSubmit={(event) => { event.preventDefault(); submit() }}>
        {byCode
          ? <TextInput label={t`Code`} inputMode="numeric" autoComplete="one-time-code" autoFocus value={text} onChange={setText} error={error} />
          : <TextInput label={t`Password`} type="password" autoComplete="current-password" autoFocus value={text} onChange={setText} error={error} />}
        <button type="submit" hidden />
      </form>
    </Dialog>
  )
}
