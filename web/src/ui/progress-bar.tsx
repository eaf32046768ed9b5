import css from './progress-bar.module.css'

interface Props {
  /** 0 to 1; null while the end is not known. */
  value: number | null
  label: string
  width?: number
}

export function ProgressBar({ value, label, width }: Props) {
  const percent = value === null ? undefined : Math.round(Math.min(1, Math.max(0, value)) * 100)
  return (
    <span className={css.track} style={{ width }} role="progressbar" aria-label={label} aria-valuenow={percent} aria-valuemin={0} aria-valuemax={100}>
      <i className={percent === undefined ? css.unknown : css.fill} style={{ width: percent === undefined ? undefined : `${percent}%` }} />
    </span>
  )
}
