import { useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from './button'
import { Dialog } from './dialog'
import { TextInput } from './text-input'

interface Props {
  /** By a code of the authenticator app, because there is no password. */
  byCode: boolean
  prove: (text: string) => Promise<unknown>
  /** Where the person has a passkey. */
  proveByPasskey?: () => Promise<unknown>
  wordsOf: (error: unknown) => string | undefined
  onProven: () => void
  onClose: () => void
}

/** Dangerous acts need a recent proof of who one is. */
export function ProofDialog({ byCode, prove, proveByPasskey, wordsOf, onProven, onClose }: Props) {
  const { t } = useLingui()
  const [text, setText] = useState('')
  const proving = useMutation({ mutationFn: () => prove(text), onSuccess: onProven })
  const passkey = useMutation({ mutationFn: () => proveByPasskey?.() ?? Promise.resolve(), onSuccess: onProven })
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
      footer={<>{proveByPasskey && <Button icon="lock" isBusy={passkey.isPending} onClick={() => { passkey.mutate() }}>{t`Use a passkey`}</Button>}<Button variant="primary" isBusy={proving.isPending} disabled={!text} onClick={submit}>{t`Confirm`}</Button></>}
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
