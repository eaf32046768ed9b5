import { useLingui } from '@lingui/react/macro'
import { locales, localeNames } from '@/i18n/locale'
import { hasText } from '@/i18n/texts'
import { Dialog } from '@/ui/dialog'
import { TextInput } from '@/ui/text-input'
import type { SegmentSaving } from './use-segment-saving'

interface Props {
  saving: SegmentSaving
  /** A new segment is saved from here at once. */
  canSave: boolean
  onSave: () => void
}

export function NameDialog({ saving, canSave, onSave }: Props) {
  const { t, i18n } = useLingui()
  const order = [...locales].sort((a, b) => Number(b === i18n.locale) - Number(a === i18n.locale))

  const hasName = hasText(saving.names)
  const close = () => { saving.setNaming(false) }

  function done(): void {
    if (hasName) close()
    if (canSave || !hasName) onSave()
  }

  return (
    <Dialog isOpen onClose={close} size="sm" title={t`Name the segment`} act={{ label: canSave ? t`Save the segment` : t`Done`, run: done }}>
      <div className="stack">
        {order.map((one, index) => (
          <TextInput key={one} label={localeNames[one]} value={saving.names[one] ?? ''} maxLength={200} autoFocus={index === 0} error={index === 0 ? saving.nameError : undefined} onChange={(text) => { saving.setNames({ ...saving.names, [one]: text }) }} />
        ))}
        <p className="m t3">{t`One language is enough: the others will read it until they have their own.`}</p>
      </div>
    </Dialog>
  )
}
