import { i18n, type Messages } from '@lingui/core'
import { chooseLocale, isLocale, type Locale } from './locale'

type CatalogModule = { messages: Messages }

const catalogs = import.meta.glob<CatalogModule>(['./locales/*.po', '../features/*/locales/*.po'])
const storageKey = 'kurator.language'

/** Loads every catalogue of the language, the features' ones too, then switches to it. */
export async function activateLocale(locale: Locale): Promise<void> {
  const wanted = Object.entries(catalogs).filter(([path]) => path.endsWith(`/${locale}.po`))
  const loaded = await Promise.all(wanted.map(([, load]) => load()))
  i18n.loadAndActivate({ locale, messages: Object.assign({}, ...loaded.map((one) => one.messages)) as Messages })
  document.documentElement.lang = locale
  localStorage.setItem(storageKey, locale)
}

export function initialLocale(): Locale {
  const kept = localStorage.getItem(storageKey)
  return isLocale(kept) ? kept : chooseLocale(navigator.languages)
}
