import { useLingui } from '@lingui/react'
import { useCallback } from 'react'
import { textIn, type LocalizedText } from '@/i18n/texts'

/** The text in the language of the person, or the first there is. */
export function useTextIn(): (text: LocalizedText | null | undefined) => string {
  const { i18n } = useLingui()
  return useCallback((text) => textIn(text, i18n.locale), [i18n.locale])
}
