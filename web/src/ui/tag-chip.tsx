import { useLingui } from '@lingui/react/macro'
import css from './chip.module.css'
import { Icon } from './icon'

interface Props {
  name: string
  onRemove?: () => void
}

export function TagChip({ name, onRemove }: Props) {
  const { t } = useLingui()
  return (
    <span className={`${css.chip} ${css.neutral}`}>
      <span className="el" title={name}>{name}</span>
      {onRemove && (
        <button type="button" className={css.remove} onClick={onRemove} aria-label={t`Remove tag ${name}`}>
          <Icon name="close" size={12} />
        </button>
      )}
    </span>
  )
}
