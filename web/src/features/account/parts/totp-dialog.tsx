import { useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { wordsOf } from '@/api/refusal'
import { Dialog } from '@/ui/dialog'
import { TextInput } from '@/ui/text-input'
import { confirmTotp } from '../api'
import css from './account.module.css'

interface Props {
  offer: { secret: string; svg: string }
  onAdded: (codes: string[]) => void
  onClose: () => void
}

export function TotpDialog({ offer, onAdded, onClose }: Props) {
  const { t } = useLingui()
  const [code, setCode] = useState('')
  const confirming = useMutation({ mutationFn: () => confirmTotp(code.trim()), onSuccess: onAdded })
  const submit = () => { if (code.trim().length >= 6) confirming.mutate() }
  const spaced = offer.secret.replace(/(.{4})/g, '$1 ').trim()
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="sm"
      title={t`Add an authenticator app`}
      act={{ label: t`Confirm`, run: submit, isBusy: confirming.isPending, isReady: code.trim().length >= 6 }}
    >
      <form className="stack" onSubmit={(event) => { event.preventDefault(); submit() }}>
        <p>{t`Scan the picture with the app, then enter the code it shows.`}</p>
        <img className={css.qr} alt={t`QR code for the authenticator app`} src={`data:image/svg+xml;utf8,${encodeURIComponent(offer.svg)}`} />
        <p className="t3">{t`Cannot scan? Type this key into the app:`}<br /><code className="num">{spaced}</code></p>
        <TextInput label={t`Code`} inputMode="numeric" autoComplete="one-time-code" maxLength={7} autoFocus value={code} onChange={setCode} error={wordsOf(confirming.error)} />
        <button type="submit" hidden />
      </form>
    </Dialog>
  )
}
