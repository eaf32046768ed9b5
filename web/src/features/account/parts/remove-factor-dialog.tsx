import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { Dialog } from '@/ui/dialog'
import type { Factor } from '../api'

interface Props {
  factor: Factor
  /** How many recovery codes go along with it. */
  codesLeft: number
  onRemove: () => void
  onClose: () => void
}

/** Nothing brings a factor back: it can only be set up anew. */
export function RemoveFactorDialog({ factor, codesLeft, onRemove, onClose }: Props) {
  const { t } = useLingui()
  const { name } = factor
  const isApp = factor.kind === 'totp'
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="sm"
      title={isApp ? t`Remove the authenticator app` : t`Remove the passkey “${name}”`}
      act={{ label: t`Remove`, run: onRemove, isDanger: true }}
    >
      <div className="stack">
        <p>{isApp ? t`Its codes stop working. To return to it, set it up anew.` : t`It no longer lets you in. To return to it, add it anew.`}</p>
        {codesLeft > 0 && <p className="warn">{plural(codesLeft, { one: 'The last recovery code goes along with it: it stands in for a second factor.', other: 'The # recovery codes go along with it: they stand in for a second factor.' })}</p>}
      </div>
    </Dialog>
  )
}
