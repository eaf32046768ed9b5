import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { Button } from '@/ui/button'
import { TextInput } from '@/ui/text-input'

/** The key itself: nobody can show it a second time. */
export function SecretOnce({ secret }: { secret: string }) {
  const { t } = useLingui()
  const [isCopied, setCopied] = useState(false)
  const copy = () => { void navigator.clipboard.writeText(secret).then(() => { setCopied(true) }) }
  return (
    <div className="stack">
      <p>{t`Copy the key now: only its fingerprint is kept, so it cannot be shown again.`}</p>
      <div className="row">
        <div className="grow"><TextInput aria-label={t`API key`} value={secret} readOnly onChange={() => undefined} onFocus={(event) => { event.currentTarget.select() }} /></div>
        <Button icon={isCopied ? 'check' : 'copy'} onClick={copy}>{isCopied ? t`Copied` : t`Copy`}</Button>
      </div>
      <p className="m t3">{t`The program sends it with every request: Authorization: Bearer, then the key.`}</p>
    </div>
  )
}
