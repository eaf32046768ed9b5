import { useLingui } from '@lingui/react/macro'
import { PickList } from '../pick-list'
import type { Option } from '../select'
import css from './expression-builder.module.css'

interface Props {
  label: string
  options: Option[]
  value: string[]
  isMultiple?: boolean
  isInvalid: boolean
  onChange: (value: string[]) => void
}

const shownAtOnce = 4

export function ChoiceValue({ label, options, value, isMultiple, isInvalid, onChange }: Props) {
  const { t } = useLingui()
  const names = new Map(options.map((option) => [option.value, option.label]))
  const rest = value.length - shownAtOnce
  return (
    <PickList label={label} options={options} value={value} isMultiple={isMultiple} isInvalid={isInvalid} onPick={onChange} isSearchable={options.length > 7} className={value.length > 0 && isMultiple ? css.picked : ''}>
      {value.length === 0 && <span className="t3">{t`Choose`}</span>}
      {!isMultiple && value[0] !== undefined && <span className="el">{names.get(value[0]) ?? '—'}</span>}
      {isMultiple && value.slice(0, shownAtOnce).map((one) => <b key={one} className={css.chip}>{names.get(one) ?? t`deleted`}</b>)}
      {isMultiple && rest > 0 && <b className={css.chip}>+{rest}</b>}
    </PickList>
  )
}
