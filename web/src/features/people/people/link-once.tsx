import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { Button } from '@/ui/button'
import { TextInput } from '@/ui/text-input'

interface Props {
  link: string
  /** What whoever opens it can do, when it is not to set the password. */
  warning?: string
}

/** A link that opens an account: shown once, copied, gone. */
export function LinkOnce({ link, warning }: Props) {
  const { t } = useLingui()
  const [isCopied, setCopied] = useState(false)
  const whole = link.startsWith('/') ? window.location.origin + link : link
  const copy = () => { void navigator.clipboard.writeText(whole).then(() => { setCopied(true) }) }
  return (
    <div className="stack">
      <p>{warning ?? t`Send this link by a way only the person reads. Whoever opens it first sets the password.`}</p>
      <div className="row">
        <div className="grow"><TextInput aria-label={t`Link`} value={whole} readOnly onChange={() => undefined} onFocus={(event) => { event.currentTarget.select() }} /></div>
        <Button icon={isCopied ? 'check' : 'copy'} onClick={copy}>{isCopied ? t`Copied` : t`Copy`}</Button>
      </div>
      <p className="m t3">{t`It is shown only now. A new one can be made at any time; the old one ends then.`}</p>
    </div>
  )
}
