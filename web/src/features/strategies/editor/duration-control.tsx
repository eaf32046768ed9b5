import { useLingui } from '@lingui/react/macro'
import { useRelativeWords } from '@/ui/expression-builder/use-relative-words'
import { NumberInput } from '@/ui/number-input'
import { Select } from '@/ui/select'
import css from './editor.module.css'

interface Props {
  label: string
  value: unknown
  error: string | undefined
  disabled: boolean
  onChange: (value: { n: number; unit: string }) => void
}

const units = ['minute', 'hour', 'day', 'week'] as const

export function DurationControl({ label, value, error, disabled, onChange }: Props) {
  const { t } = useLingui()
  const words = useRelativeWords()
  const { n = 1, unit = 'day' } = (value ?? {}) as { n?: number; unit?: string }
  return (
    <div className={css.duration}>
      <NumberInput label={label} value={n} min={1} max={9999} error={error} disabled={disabled} onChange={(next) => { onChange({ n: next ?? 1, unit }) }} />
      <Select aria-label={t`Unit of time`} options={units.map((one) => ({ value: one, label: words.units[one] }))} value={unit} disabled={disabled} onChange={(next) => { onChange({ n, unit: next ?? 'day' }) }} />
    </div>
  )
}
