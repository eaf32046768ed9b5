import { useLingui } from '@lingui/react/macro'
import { usePhone } from '@/lib/format/use-phone'
import { Icon } from '@/ui/icon'
import { IconButton } from '@/ui/icon-button'
import { showToast } from '@/ui/toast'
import type { ContactPoint } from '../api/types'
import css from './record.module.css'

const icons = { PHONE: 'phone', EMAIL: 'mail', MESSENGER: 'message', WEBSITE: 'globe', ADDRESS: 'home' } as const

interface Props {
  contact: ContactPoint
  onEdit?: () => void
  onRemove?: () => void
}

/** A click copies it; the pencil and the basket come by hovering or by Tab. */
export function ContactLine({ contact, onEdit, onRemove }: Props) {
  const { t } = useLingui()
  const phone = usePhone()
  const { extension } = contact
  const shown = contact.kind === 'PHONE' ? phone(contact.norm, extension && t`ext. ${extension}`) : contact.value

  function copy(): void {
    void navigator.clipboard.writeText(contact.kind === 'PHONE' ? `+${contact.norm}${extension && `,${extension}`}` : contact.value)
    showToast(t`Copied: ${shown}`, { seconds: 3 })
  }

  return (
    <div className={css.contact}>
      <span className="t3"><Icon name={icons[contact.kind]} size={14} /></span>
      <button type="button" className={`${css.value} el num`} onClick={copy} title={t`Copy`}>{shown}</button>
      {contact.label && <span className="m t3 el">{contact.label}</span>}
      {contact.is_preferred && <span className="m t3"><Icon name="star" size={12} label={t`Preferred`} /></span>}
      <span className="grow" />
      <span className={css.tools}>
        {onEdit && <IconButton size="sm" icon="note" label={t`Change`} onClick={onEdit} />}
        {onRemove && <IconButton size="sm" icon="trash" label={t`Remove`} onClick={onRemove} />}
      </span>
    </div>
  )
}
