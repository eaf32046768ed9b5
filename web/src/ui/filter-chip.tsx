import { useLingui } from '@lingui/react/macro'
import css from './chip.module.css'
import { Icon } from './icon'

interface Props {
  field: string
  value: string
  onOpen?: () => void
  onRemove?: () => void
  /** The filter that hides rows, when a filtered list is empty. */
  isMarked?: boolean
}

export function FilterChip({ field, value, onOpen, onRemove, isMarked }: Props) {
  const { t } = useLingui()
  return (
    <span className={`${css.filter} ${isMarked ? css.marked : ''}`}>
      <button type="button" className={css.body} onClick={onOpen} disabled={!onOpen}>
        <span className={css.field}>{field}</span>
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
