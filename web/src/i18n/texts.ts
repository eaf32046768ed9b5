import { locales, type Locale } from './locale'

/** One text of the firm's own in the languages it has been written in. */
export type LocalizedText = Partial<Record<Locale, string | null>>

/** In this language, else in the first that has it; '' when none has. */
export function textIn(text: LocalizedText | null | undefined, locale: string): string {
  return [locale as Locale, ...locales].map((one) => text?.[one]?.trim()).find(Boolean) ?? ''
}

export function hasText(text: LocalizedText): boolean {
  return locales.some((one) => text[one]?.trim())
}
