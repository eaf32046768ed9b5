import { useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { cancelRun } from '@/api/bulk-runs'
import { useCan } from '@/api/permissions'
import { useFormat } from '@/lib/format/use-format'
import { Button } from '@/ui/button'
import { ProgressBar } from '@/ui/progress-bar'
import { RefusalBox } from '@/ui/refusal-box'
import { Section } from '@/ui/section'
import { showRefusal } from '@/ui/show-refusal'
import { Status } from '@/ui/status'
import { revertsQuery } from '../api/revert'
import type { Import } from '../api/types'
import { RevertDialog } from './revert-dialog'
import css from './wizard.module.css'

/** Takes the whole import back, and tells how far that is or when it was done. */
export function RevertSection({ one }: { one: Import }) {
  const { t } = useLingui()
  const format = useFormat()
  const can = useCan()
  const client = useQueryClient()
  const [isAsking, setAsking] = useState(false)
  const runs = useQuery({ ...revertsQuery, enabled: can('parties.bulk') }).data
  const canceling = useMutation({ mutationFn: cancelRun, onError: showRefusal, onSettled: () => client.invalidateQueries(revertsQuery) })
  const run = runs?.find((candidate) => candidate.undo_of === one.id)
  if (!can('parties.edit') || one.counts.created + one.counts.updated === 0) return null
  const changed = format.number(run?.changed ?? 0)
  const refused = format.number(run?.refused ?? 0)
  const when = run?.finished_at ? format.instant(run.finished_at) : ''
  return (
    <Section title={t`Take the import back`}>
      <div className={css.fields}>
        {!run && <p className="t2">{t`New customers go into the recycle bin, changed ones get their earlier values. What somebody has changed since is shown first and stays unless you say otherwise. Tags that the import made and nobody has any more are retired.`}</p>}
        {run?.status === 'RUNNING' && (
          <div className={css.revert}>
            <ProgressBar label={t`Taken back`} value={run.total ? run.done / run.total : null} />
            <Button size="sm" isBusy={canceling.isPending || run.is_canceling} onClick={() => { canceling.mutate(run.id) }}>{t`Stop`}</Button>
          </div>
        )}
        {run && run.status !== 'RUNNING' && <p><Status tone={run.status === 'FAILED' ? 'bad' : 'quiet'}>{t`Taken back ${when}: ${changed}`}</Status> {run.refused > 0 && <span className="t2">{t`left as they are, or in part: ${refused}`}</span>}</p>}
        {run?.status === 'FAILED' && <RefusalBox title={t`Taking back stopped`}>{run.failure}</RefusalBox>}
        {(!run || (run.status !== 'RUNNING' && (run.refused > 0 || run.status !== 'DONE'))) && <div><Button icon="undo" onClick={() => { setAsking(true) }}>{run ? t`Take the rest back` : t`Take the import back`}</Button></div>}
      </div>
      {isAsking && <RevertDialog importId={one.id} onClose={() => { setAsking(false) }} />}
    </Section>
  )
}
