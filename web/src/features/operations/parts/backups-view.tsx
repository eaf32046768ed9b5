import { useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCan } from '@/api/permissions'
import { useBytes } from '@/lib/format/use-bytes'
import { useFormat } from '@/lib/format/use-format'
import { Button } from '@/ui/button'
import { EmptyState } from '@/ui/empty-state'
import { ErrorState } from '@/ui/error-state'
import { ProgressBar } from '@/ui/progress-bar'
import { Section } from '@/ui/section'
import { showRefusal } from '@/ui/show-refusal'
import { Skeleton } from '@/ui/skeleton'
import { Status } from '@/ui/status'
import { backupsQuery, requestBackup, type Backups } from '../api'
import css from './operations.module.css'

function BackUpNow({ isBusy }: { isBusy: boolean }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const can = useCan()
  const asking = useMutation({
    mutationFn: requestBackup,
    onError: showRefusal,
    onSettled: () => client.invalidateQueries({ queryKey: ['operations'] }),
  })
  if (!can('operations.manage')) return null
  return <Button icon="archive" isBusy={isBusy || asking.isPending} onClick={() => { asking.mutate() }}>{t`Back up now`}</Button>
}

function Latest({ found }: { found: Backups }) {
  const { t } = useLingui()
  const format = useFormat()
  const run = found.runs[0]
  if (run?.state === 'FAILED') return <div className={css.wrapping}><Status tone="bad">{t`The last backup failed`}</Status><p className="t2">{run.failure}</p></div>
  if (run && run.state !== 'DONE') return <div className="row"><Status tone="info">{t`A backup is under way`}</Status><ProgressBar label={t`Done`} value={run.share || null} width={120} /></div>
  if (!found.verified) return <p className="t3">{t`No backup has been proven yet: kurator backup verify`}</p>
  const when = format.instant(found.verified.at)
  return found.verified.is_good ? <Status tone="quiet">{t`Proven by a restore ${when}`}</Status> : <Status tone="bad">{t`The proof failed ${when}`}</Status>
}

export function BackupsView() {
  const { t } = useLingui()
  const format = useFormat()
  const bytes = useBytes()
  const query = useQuery(backupsQuery)
  if (query.error && !query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  if (!query.data) return <Section><Skeleton lines={6} /></Section>
  const found = query.data
  if (!found.is_possible) return <EmptyState title={t`Backed up by your own server`}>{t`Kurator runs on a database server of yours. Use its tools, such as pgBackRest or WAL-G.`}</EmptyState>
  const isBusy = found.runs.some((run) => run.state === 'WAITING' || run.state === 'RUNNING')
  const { place } = found
  return (
    <>
      <Section title={t`Backups`} action={<BackUpNow isBusy={isBusy} />}><Latest found={found} /><p className="t3">{t`They lie in ${place}`}</p></Section>
      <Section>
        {found.kept.length === 0 ? <EmptyState title={t`No backup yet`}>{t`Take the first one; from then on every instant can be restored.`}</EmptyState> : (
          <div className={css.scroll} tabIndex={0} role="group" aria-label={t`Backups`}>
            <table className={css.table}>
              <thead><tr className="t3"><th scope="col">{t`Taken`}</th><th scope="col">{t`Kind`}</th><th scope="col">{t`Size`}</th></tr></thead>
              <tbody>
                {found.kept.map((one) => (
                  <tr key={one.name}><td>{format.instant(one.ended_at)} <span className="t3">{format.ago(one.ended_at)}</span></td><td>{one.kind === 'full' ? t`full` : t`addition`}</td><td className="num">{bytes(one.bytes)}</td></tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Section>
    </>
  )
}
