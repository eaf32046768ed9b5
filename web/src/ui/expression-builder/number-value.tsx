import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { FieldInfo } from '@/lib/expression/expression'
import { readNumber } from '@/lib/expression/read-number'
import { useFormat } from '@/lib/format/use-format'
import { useNumberText } from './use-number-text'
import css from './expression-builder.module.css'

interface Props {
  field: FieldInfo
  label: string
  value: number | null
  isInvalid: boolean
  onChange: (value: number | null) => void
}

/** Typed freely, shown with thousands and the currency when the focus leaves; money goes as minor units. */
export function NumberValue({ field, label, value, isInvalid, onChange }: Props) {
  const { t } = useLingui()
  const { locale } = useFormat()
  const shown = useNumberText(field)
  const [typed, setTyped] = useState<string | null>(null)
  const digits = field.kind === 'money' ? field.minor_units : null
  const plain = value === null ? '' : String(digits === null ? value : value / 10 ** digits).replace('.', locale === 'en' ? '.' : ',')
  const text = typed ?? (value === null ? '' : shown(value))
  const isWrong = typed !== null && typed.trim() !== '' && readNumber(typed, digits, locale) === null
  return (
    <span className={css.sized} data-text={text || '1 000'}>
      <input
        size={1}
        aria-label={label}
        aria-invalid={isInvalid || isWrong || undefined}
        className={`${css.input} num`}
        inputMode="decimal"
        value={text}
        maxLength={24}
        placeholder={t`number`}
        onFocus={() => { setTyped(plain) }}
        onBlur={() => { setTyped(null) }}
        onChange={(event) => { setTyped(event.currentTarget.value); onChange(readNumber(event.currentTarget.value, digits, locale)) }}
      />
    </span>
  )
}
