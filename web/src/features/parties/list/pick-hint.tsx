import { useLingui } from '@lingui/react/macro'
import { IconButton } from '@/ui/icon-button'

/** On a phone, before the first row is selected. */
export function PickHint({ onClear }: { onClear: () => void }) {
  const { t } = useLingui()
  return (
    <>
      <span className="grow t2" role="status">{t`Tap the rows to select`}</span>
      <IconButton size="sm" icon="close" label={t`Clear the selection`} onClick={onClear} />
    </>
  )
}
