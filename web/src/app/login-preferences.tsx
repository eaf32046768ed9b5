import { useLingui } from '@lingui/react/macro'
import { activateLocale } from '@/i18n/activate'
import { locales, localeNames, type Locale } from '@/i18n/locale'
import { useTheme, type Theme } from '@/lib/theme'
import { SegmentedControl } from '@/ui/segmented-control'
import css from './login-page.module.css'

export function LoginPreferences() {
  const { t, i18n } = useLingui()
  const { theme, setTheme } = useTheme()
  return (
    <footer className={css.preferences}>
      <SegmentedControl<Locale> label={t`Language`} value={i18n.locale as Locale} onChange={(locale) => void activateLocale(locale)} choices={locales.map((value) => ({ value, label: localeNames[value] }))} />
      <SegmentedControl<Theme>
        label={t`Theme`}
        value={theme}
        onChange={setTheme}
        choices={[{ value: 'auto', label: t`Auto` }, { value: 'light', label: t`Light`, icon: 'sun', iconOnly: true }, { value: 'dark', label: t`Dark`, icon: 'moon', iconOnly: true }]}
      />
    </footer>
  )
}
