import { useLingui } from '@lingui/react/macro'
import { useFormat } from '@/lib/format/use-format'
import { Button } from '@/ui/button'
import { ProgressBar } from '@/ui/progress-bar'
import { Section } from '@/ui/section'
import type { Import } from '../api/types'
import { statusWords } from '../list/status-words'
import { CountsView } from './counts-view'
import type { ImportEdit } from './use-import-edit'
import css from './wizard.module.css'

interface Props {
  one: Import
  edit: ImportEdit
}

/** While the server reads, checks or writes; one may leave, it goes on. */
export function ImportProgress({ one, edit }: Props) {
  const { t, i18n } = useLingui()
  const format = useFormat()
  const share = one.rows_total > 0 && one.status !== 'ANALYZING' ? one.rows_done / one.rows_total : null
  const [done, total] = [format.number(one.rows_done), format.number(one.rows_total)]
  return (
    <div className={css.page}>
      <Section title={i18n._(statusWords[one.status])}>
        <div className={css.progress}>
          {share !== null && <span className="h28">{format.percent(share)}</span>}
          <ProgressBar label={i18n._(statusWords[one.status])} value={share} />
          <span className="m t3 num">{one.rows_total > 0 ? t`${done} of ${total} rows` : t`${done} rows`}</span>
        </div>
      </Section>
      {one.status === 'RUNNING' && <Section><CountsView counts={one.counts} /></Section>}
      <p className="t3">{t`You may leave this page: the work goes on and this page will show its end.`}</p>
      <div className={css.actions}><Button onClick={edit.cancel} isBusy={edit.acting === 'cancel'}>{t`Stop`}</Button></div>
    </div>
  )
}
