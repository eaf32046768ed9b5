import { useLingui } from '@lingui/react/macro'
import { useMemo } from 'react'
import { useFields } from '@/api/fields'
import type { ContactKind } from '../api/bulk'

const fieldOf: Partial<Record<ContactKind, string>> = { PHONE: 'party.phone', EMAIL: 'party.email' }

interface ContactKinds {
  names: Record<ContactKind, string>
  /** Whether the person's role lets him change contacts of this kind. */
  isOpen: (kind: ContactKind) => boolean
}

export function useContactKinds(): ContactKinds {
  const { t } = useLingui()
  const { byCode } = useFields()
  return useMemo(() => ({
    names: { PHONE: t`Phone`, EMAIL: t`E-mail`, MESSENGER: t`Messenger`, WEBSITE: t`Website`, ADDRESS: t`Address` },
    isOpen: (kind) => { const code = fieldOf[kind]; return code === undefined || byCode.has(code) },
  }), [t, byCode])
}
