import { useLingui } from '@lingui/react/macro'
import { useFormat } from '@/lib/format/use-format'
import type { Counts } from '../api/types'
import css from './wizard.module.css'

interface Props {
  counts: Counts
  /** Before the run: what would become of the rows. */
  isForecast?: boolean
}

export function CountsView({ counts, isForecast }: Props) {
  const { t } = useLingui()
  const format = useFormat()
  const shown = [
    { id: 'created', label: isForecast ? t`will be created` : t`created`, value: counts.created },
    { id: 'updated', label: isForecast ? t`will change` : t`changed`, value: counts.updated },
    { id: 'unchanged', label: t`stay as they are`, value: counts.unchanged },
    { id: 'refused', label: isForecast ? t`will be refused` : t`refused`, value: counts.refused },
    { id: 'superseded', label: t`replaced by a later row`, value: counts.superseded },
  ].filter((one) => one.value > 0 || one.id === 'created' || one.id === 'refused')
  return (
    <div className={css.counts}>
      {shown.map((one) => (
        <div key={one.id} className={css.count}>
          <span className={`h20 ${one.id === 'refused' && one.value > 0 ? 'bad' : ''}`}>{format.number(one.value)}</span>
          <span className="m t3">{one.label}</span>
        </div>
      ))}
    </div>
  )
}
