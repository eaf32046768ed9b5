import { useLingui } from '@lingui/react/macro'
import { useFormat } from '@/lib/format/use-format'
import { Button } from '@/ui/button'
import { Dialog } from '@/ui/dialog'
import type { ApiKey } from '../api/keys'

interface Props {
  apiKey: ApiKey
  isBusy: boolean
  refusal?: string
  onRevoke: () => void
  onClose: () => void
}

/** Asked first, because a key cannot be brought back. */
export function RevokeDialog({ apiKey, isBusy, refusal, onRevoke, onClose }: Props) {
  const { t } = useLingui()
  const format = useFormat()
  const { name } = apiKey
  const used = apiKey.last_used_at ? format.ago(apiKey.last_used_at) : t`never`
  return (
    <Dialog isOpen onClose={onClose} onSubmit={onRevoke} size="sm" title={t`Revoke the key of ${name}`} footer={<><Button variant="ghost" onClick={onClose}>{t`Cancel`}</Button><Button variant="danger" keys="mod+Enter" isBusy={isBusy} onClick={onRevoke}>{t`Revoke`}</Button></>}>
      <div className="stack">
        {refusal && <p className="bad" role="alert">{refusal}</p>}
        <p>{t`The program is shut out from its next request on. A revoked key cannot be brought back.`}</p>
        <p className="m t3">{t`Last used: ${used}`}</p>
      </div>
    </Dialog>
  )
}
