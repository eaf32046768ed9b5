import { useLingui } from '@lingui/react'
import { useCallback } from 'react'
import { locales } from '@/i18n/locale'
import type { LocalizedText } from '@/ui/localized-input'

/** The text in the language of the person, or the first there is. */
export function useTextIn(): (text: LocalizedText | null | undefined) => string {
  const { i18n } = useLingui()
  return useCallback((text) => [i18n.locale as 'ru', ...locales].map((one) => text?.[one]?.trim()).find(Boolean) ?? '', [i18n.locale])
}
