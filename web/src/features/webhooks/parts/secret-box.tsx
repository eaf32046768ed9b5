import { useLingui } from '@lingui/react/macro'
import { Button } from '@/ui/button'
import { RefusalBox } from '@/ui/refusal-box'
import { showToast } from '@/ui/toast'
import css from './webhooks.module.css'

/** The secret, while it can be seen. */
export function SecretBox({ secret }: { secret: string }) {
  const { t } = useLingui()
  const copy = () => { void navigator.clipboard.writeText(secret).then(() => { showToast(t`Secret copied`) }) }
  return (
    <RefusalBox icon="lock" title={t`Copy the secret now: it is not shown again`} action={<Button size="sm" icon="copy" onClick={copy}>{t`Copy`}</Button>}>
      <code className={css.code} data-testid="secret">{secret}</code>
    </RefusalBox>
  )
}
