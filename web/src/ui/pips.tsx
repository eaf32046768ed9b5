import { useLingui } from '@lingui/react/macro'
import css from './pips.module.css'

interface Props {
  done: number
  total: number
}

export function Pips({ done, total }: Props) {
  const { t } = useLingui()
  return (
    <span className={css.pips} role="img" aria-label={t`${done} of ${total}`}>
      {Array.from({ length: total }, (_, index) => <i key={index} className={index < done ? css.on : undefined} />)}
    </span>
  )
}
