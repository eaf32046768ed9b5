import type { Texts } from './attributes-api'

/** In this language, else in any that has it. */
export function textOf(texts: Texts, locale: string): string {
  return texts[locale as keyof Texts] || texts.en || texts.ru || texts.uk || ''
}
