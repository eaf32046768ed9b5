import { useLingui } from '@lingui/react/macro'
import css from './expression-builder.module.css'

interface Props {
  label: string
  value: string
  isInvalid: boolean
  onChange: (value: string | null) => void
}

export function TextValue({ label, value, isInvalid, onChange }: Props) {
  const { t } = useLingui()
  return (
    <span className={css.sized} data-text={value || t`text`}>
      <input size={1} aria-label={label} aria-invalid={isInvalid || undefined} className={css.input} value={value} maxLength={1000} placeholder={t`text`} onChange={(event) => { onChange(event.currentTarget.value || null) }} />
    </span>
  )
}
