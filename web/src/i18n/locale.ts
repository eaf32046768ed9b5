export const locales = ['ru', 'uk', 'en'] as const
export type Locale = (typeof locales)[number]

export const localeNames: Record<Locale, string> = { ru: 'Русский', uk: 'Українська', en: 'English' }

export function isLocale(value: unknown): value is Locale {
  return locales.includes(value as Locale)
}

/** The best of the languages the browser asks for; English when none of ours is among them. */
export function chooseLocale(wanted: readonly string[]): Locale {
  for (const tag of wanted) {
    const base = tag.toLowerCase().split('-')[0]
    if (isLocale(base)) return base
  }
  return 'en'
}
