import { useLingui } from '@lingui/react/macro'
import { Button } from '@/ui/button'
import { Dialog } from '@/ui/dialog'
import css from './account.module.css'

interface Props {
  codes: string[]
  onClose: () => void
}

/** Shown once: afterwards nobody can read them, not even the server's administrator on a screen. */
export function CodesDialog({ codes, onClose }: Props) {
  const { t } = useLingui()
  const file = `data:text/plain;charset=utf-8,${encodeURIComponent(`Kurator\n\n${codes.join('\n')}\n`)}`
  return (
    <Dialog
      isOpen
      onClose={onClose}
      isKept
      size="sm"
      title={t`Keep your recovery codes`}
      footer={<><a className="link" href={file} download="kurator-recovery-codes.txt">{t`Download`}</a><Button variant="primary" onClick={onClose}>{t`I have kept them`}</Button></>}
    >
      <p className={css.gap}>{t`Each code lets you in once when the phone or the passkey is not at hand. They are shown only now.`}</p>
      <ol className={css.codes}>{codes.map((code) => <li key={code}><code className="num">{code}</code></li>)}</ol>
    </Dialog>
  )
}
