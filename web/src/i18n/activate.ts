import { i18n, type Messages } from '@lingui/core'
import { isolateValues } from './isolate'
import { chooseLocale, isLocale, type Locale } from './locale'

type CatalogModule = { messages: Messages }

const common = import.meta.glob<CatalogModule>('./locales/*.po')
const ofFeatures = import.meta.glob<CatalogModule>('../features/*/locales/*.po')
const storageKey = 'kurator.language'
isolateValues(i18n)
let withFeatures = false
let ready: Promise<void> | null = null
let spoken: Locale | null = null

/** Loads the catalogues of the language, those of features once somebody is in, then switches to it. */
export async function activateLocale(locale: Locale): Promise<void> {
  const all = { ...common, ...(withFeatures && ofFeatures) }
  const wanted = Object.entries(all).filter(([path]) => path.endsWith(`/${locale}.po`))
  const loaded = await Promise.all(wanted.map(([, load]) => load()))
  i18n.loadAndActivate({ locale, messages: Object.assign({}, ...loaded.map((one) => one.messages)) as Messages })
  document.documentElement.lang = locale
  localStorage.setItem(storageKey, locale)
}

/** From here on with the words of features, which nobody needs to log in; in the language of the person who came in. */
export async function speakInside(language?: string): Promise<void> {
  withFeatures = true
  ready ??= activateLocale(i18n.locale as Locale)
  try {
    await ready
  } catch (error) {
    ready = null
    throw error
  }
  // Asked at every step inside: whoever chose another language since then keeps it.
  if (!isLocale(language) || language === spoken) return
  spoken = language
  if (language !== i18n.locale) await activateLocale(language)
}

export function initialLocale(): Locale {
  const kept = localStorage.getItem(storageKey)
  return isLocale(kept) ? kept : chooseLocale(navigator.languages)
}
