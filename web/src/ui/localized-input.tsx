import { useLingui } from '@lingui/react/macro'
import { useState, type Ref } from 'react'
import { locales, type Locale } from '@/i18n/locale'
import { textIn, type LocalizedText } from '@/i18n/texts'
import css from './localized-input.module.css'
import { Textarea } from './textarea'
import { TextInput } from './text-input'

interface Props {
  label: string
  value: LocalizedText
  onChange: (value: LocalizedText) => void
  error?: string
  isMultiline?: boolean
  maxLength?: number
  autoFocus?: boolean
  disabled?: boolean
  ref?: Ref<HTMLInputElement>
}

/** One text in three languages; an empty one shows what will be read instead. */
export function LocalizedInput({ label, value, onChange, isMultiline, ref, ...rest }: Props) {
  const { t, i18n } = useLingui()
  const [language, setLanguage] = useState<Locale>(i18n.locale as Locale)
  const fallback = textIn(value, i18n.locale)
  const head = (
    <span className={css.label}>
      {label}
      <span className={css.languages} role="group" aria-label={t`Language of the text`}>
        {locales.map((one) => (
          <button key={one} type="button" className={css.language} aria-pressed={one === language} data-empty={!value[one]?.trim() || undefined} onClick={() => { setLanguage(one) }}>
            {one.toUpperCase()}
          </button>
        ))}
      </span>
    </span>
  )
  const field = { ...rest, 'aria-label': `${label}, ${language.toUpperCase()}`, value: value[language] ?? '', placeholder: fallback, onChange: (text: string) => { onChange({ ...value, [language]: text }) } }
  return (
    <div>
      {head}
      {isMultiline ? <Textarea {...field} /> : <TextInput {...field} ref={ref} />}
    </div>
  )
}
