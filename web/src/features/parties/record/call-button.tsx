import { useLingui } from '@lingui/react/macro'
import { usePhone } from '@/lib/format/use-phone'
import { Button } from '@/ui/button'
import type { Party } from '../api/types'

/** Dials the preferred phone, else the first one, by whatever answers to tel: on this device. */
export function CallButton({ party }: { party: Party }) {
  const { t } = useLingui()
  const phone = usePhone()
  const phones = party.contact_points.filter((contact) => contact.kind === 'PHONE')
  const contact = phones.find((one) => one.is_preferred) ?? phones[0]
  if (!contact) return null
  const { norm, extension } = contact
  const dial = () => { window.location.href = `tel:+${norm}${extension && `,${extension}`}` }
  return <Button variant="primary" icon="phone" title={phone(norm, extension && t`ext. ${extension}`)} onClick={dial}>{t`Call`}</Button>
}
