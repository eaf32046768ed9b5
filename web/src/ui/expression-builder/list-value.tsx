import { useLingui } from '@lingui/react/macro'
import { useState, type KeyboardEvent } from 'react'
import type { FieldInfo, Operand, RowValue } from '@/lib/expression/expression'
import { readNumber } from '@/lib/expression/read-number'
import { useFormat } from '@/lib/format/use-format'
import { Icon } from '../icon'
import css from './expression-builder.module.css'
import { useNumberText } from './use-number-text'

interface Props {
  field: FieldInfo
  label: string
  value: (Operand | null)[]
  isInvalid: boolean
  onChange: (value: RowValue) => void
}

/** Several texts or numbers: Enter adds, pasted lines become single values, Backspace takes the last one back. */
export function ListValue({ field, label, value, isInvalid, onChange }: Props) {
  const { t } = useLingui()
  const [typed, setTyped] = useState('')
  const { locale } = useFormat()
  const numberText = useNumberText(field)
  const isText = field.kind === 'text'

  function read(text: string): Operand[] {
    const parts = text.split(isText ? /[\n;,\t]/ : /[\n;\t]/).map((part) => part.trim()).filter(Boolean)
    return isText ? parts : parts.map((part) => readNumber(part, field.kind === 'money' ? field.minor_units : null, locale)).filter((one) => one !== null)
  }

  function add(text: string): void {
    const more = read(text).filter((one) => !value.includes(one))
    if (more.length > 0) onChange([...value, ...more])
    if (more.length > 0 || text.trim() === '') setTyped('')
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Enter') {
      event.preventDefault()
      add(typed)
    } else if (event.key === 'Backspace' && typed === '' && value.length > 0) onChange(value.slice(0, -1))
  }

  return (
    <span className={css.list} data-invalid={isInvalid || undefined}>
      {value.map((one, index) => {
        const text = typeof one === 'number' ? numberText(one) : String(one)
        return (
          <b key={text} className={css.chip}>
            <span className="el">{text}</span>
            <button type="button" className={css.drop} aria-label={t`Remove ${text}`} onClick={() => { onChange(value.filter((_, at) => at !== index)) }}><Icon name="close" size={12} /></button>
          </b>
        )
      })}
      <input aria-label={label} className={css.bare} value={typed} placeholder={value.length ? '' : t`values, Enter adds`} onChange={(event) => { setTyped(event.currentTarget.value) }} onKeyDown={onKeyDown} onBlur={() => { add(typed) }} onPaste={(event) => {
        const text = event.clipboardData.getData('text')
        if (!/[\n;\t]/.test(text)) return
        event.preventDefault()
        add(typed + text)
      }} />
    </span>
  )
}
