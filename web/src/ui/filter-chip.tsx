import { useLingui } from '@lingui/react/macro'
import type { AriaAttributes, Ref } from 'react'
import css from './chip.module.css'
import { Icon } from './icon'

/** As the target of a popover it hands what that says of itself to the button that opens it. */
interface Props extends Pick<AriaAttributes, 'aria-controls' | 'aria-expanded' | 'aria-haspopup'> {
  field: string
  value: string
  onOpen?: () => void
  onRemove?: () => void
  /** The filter that hides rows, when a filtered list is empty. */
  isMarked?: boolean
  id?: string
  ref?: Ref<HTMLSpanElement>
}

export function FilterChip({ field, value, onOpen, onRemove, isMarked, ref, id, ...popup }: Props) {
  const { t } = useLingui()
  return (
    <span ref={ref} className={`${css.filter} ${isMarked ? css.marked : ''}`}>
      <button type="button" id={id} aria-controls={popup['aria-controls']} aria-expanded={popup['aria-expanded']} aria-haspopup={popup['aria-haspopup']} className={css.body} onClick={onOpen} disabled={!onOpen}>
        <span className={css.field} title={field}>{field}</span>
        <b className={`${css.value} el`} title={value}>{value}</b>
      </button>
      {onRemove && (
        <button type="button" className={css.drop} onClick={onRemove} aria-label={t`Remove filter: ${field}`}>
          <Icon name="close" size={12} />
        </button>
      )}
    </span>
  )
}
