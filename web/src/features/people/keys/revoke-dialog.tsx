import { useLingui } from '@lingui/react/macro'
import { useFormat } from '@/lib/format/use-format'
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
    <Dialog isOpen onClose={onClose} size="sm" title={t`Revoke the key of ${name}`} act={{ label: t`Revoke`, run: onRevoke, isBusy, isDanger: true }} refusal={refusal}>
      <div className="stack">
        <p>{t`The program is shut out from its next request on. A revoked key cannot be brought back.`}</p>
        <p className="m t3">{t`Last used: ${used}`}</p>
      </div>
    </Dialog>
  )
}
