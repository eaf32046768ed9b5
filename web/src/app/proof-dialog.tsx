import { useLingui } from '@lingui/react/macro'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { proveBy, proveByPasskey, securityQuery, type Security } from '@/api/proof'
import { wordsOf } from '@/api/refusal'
import { Button } from '@/ui/button'
import { Dialog } from '@/ui/dialog'
import { ErrorState } from '@/ui/error-state'
import { Skeleton } from '@/ui/skeleton'
import { TextInput } from '@/ui/text-input'
import { useComingAnew } from './use-coming-anew'

interface Props {
  onProven: () => void
  onClose: () => void
}

function useProof(security: Security | undefined, onProven: () => void) {
  const [text, setText] = useState('')
  const has = (kind: string) => security?.factors.some((factor) => factor.kind === kind) ?? false
  const way = security?.has_password ? 'password' : has('totp') ? 'code' : null
  const proving = useMutation({ mutationFn: () => proveBy(way === 'code' ? { code: text.trim() } : { password: text }), onSuccess: onProven })
  const passkey = useMutation({ mutationFn: proveByPasskey, onSuccess: onProven })
  const submit = () => { if (text && way) { passkey.reset(); proving.mutate() } }
  return { text, setText, way, proving, passkey, hasPasskey: has('webauthn'), submit, words: wordsOf(proving.error ?? passkey.error) }
}

/** Dangerous acts need a recent proof of who one is. */
export function ProofDialog({ onProven, onClose }: Props) {
  const { t } = useLingui()
  const security = useQuery(securityQuery)
  const { text, setText, way, proving, passkey, hasPasskey, submit, words } = useProof(security.data, onProven)
  // Whoever comes by a provider has nothing here to show: coming anew is the proof.
  const canProve = way !== null || hasPasskey
  const anew = useComingAnew(security.data, onProven)
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="sm"
      title={t`Confirm that it is you`}
      subtitle={t`Your last log-in is more than 15 minutes ago.`}
      act={way ? { label: t`Confirm`, run: submit, isBusy: proving.isPending, isReady: text !== '' } : undefined}
      footer={security.data && (canProve
        ? hasPasskey && <Button icon="key" variant={way ? 'default' : 'primary'} isBusy={passkey.isPending} onClick={() => { proving.reset(); passkey.mutate() }}>{t`Use a passkey`}</Button>
        : <Button variant="primary" icon="open" onClick={anew.leave}>{t`Log in anew`}</Button>)}
    >
      {security.isPending && <Skeleton lines={2} />}
      {security.error && <ErrorState error={security.error} onRetry={() => void security.refetch()} />}
      {security.data && (
        <form onSubmit={(event) => { event.preventDefault(); submit() }}>
          {way === 'code' && <TextInput label={t`Code`} inputMode="numeric" autoComplete="one-time-code" autoFocus value={text} onChange={setText} error={words} />}
          {way === 'password' && <TextInput label={t`Password`} type="password" autoComplete="current-password" autoFocus value={text} onChange={setText} error={words} />}
          {way === null && hasPasskey && (words ? <p className="bad" role="alert">{words}</p> : <p>{t`Confirm with your passkey.`}</p>)}
          {!canProve && <p>{t`You log in by a provider. Log in anew in another tab and come back: what is filled in here stays.`}</p>}
          {anew.isAway && <p className="t2" role="status">{t`Waiting for your log-in in the other tab…`}</p>}
          <button type="submit" hidden />
        </form>
      )}
    </Dialog>
  )
}
