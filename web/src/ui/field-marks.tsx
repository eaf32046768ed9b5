import { useLingui } from '@lingui/react/macro'
import { Icon } from './icon'
import css from './key-value.module.css'

interface Props {
  isTracked?: boolean
  isDated?: boolean
}

/** Clock = dated, dot = tracked; always beside the label. */
export function FieldMarks({ isTracked, isDated }: Props) {
  const { t } = useLingui()
  return (
    <>
      {isDated && <Icon name="clock" size={12} label={t`Has dates`} className={css.clock} />}
      {isTracked && <span className={css.dot} role="img" aria-label={t`Changes are tracked`} title={t`Changes are tracked`} />}
    </>
  )
}
