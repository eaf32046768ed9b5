import { locales } from '@/i18n/locale'
import type { LocalizedText } from '@/i18n/texts'
import { TextInput } from '@/ui/text-input'
import css from './parts.module.css'

interface Props {
  label: string
  texts: LocalizedText
  onChange: (texts: LocalizedText) => void
  error?: string
  autoFocus?: boolean
  maxLength?: number
}

/** One name in three languages; those left empty are shown in another one. */
export function TextsInput({ label, texts, onChange, error, autoFocus, maxLength = 100 }: Props) {
  return (
    <div className={css.texts} role="group" aria-label={label}>
      <span className={css.label}>{label}</span>
      {locales.map((language, index) => (
        <div key={language} className={css.text}>
          <span className="m t3" aria-hidden>{language.toUpperCase()}</span>
          <TextInput aria-label={`${label}, ${language.toUpperCase()}`} lang={language} value={texts[language] ?? ''} maxLength={maxLength} onChange={(text) => { onChange({ ...texts, [language]: text }) }} error={index === locales.length - 1 ? error : undefined} {...(autoFocus && index === 0 ? { 'data-autofocus': true } : {})} />
        </div>
      ))}
    </div>
  )
}
