import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useBytes } from '@/lib/format/use-bytes'
import { useFormat } from '@/lib/format/use-format'
import { goTo } from '@/lib/router-link'
import { ErrorState } from '@/ui/error-state'
import { KeyValue } from '@/ui/key-value'
import { KeyValueRow } from '@/ui/key-value-row'
import { Section } from '@/ui/section'
import { Skeleton } from '@/ui/skeleton'
import { overviewQuery, type Overview } from '../api'
import { AttentionList } from './attention-list'
import css from './operations.module.css'
import { QueueTable } from './queue-table'

function Figures({ overview }: { overview: Overview }) {
  const { t } = useLingui()
  const format = useFormat()
  const bytes = useBytes()
  const { disk, database } = overview
  const free = bytes(disk.free)
  const total = bytes(disk.total)
  const used = format.number(database.connections)
  const allowed = format.number(database.connections_allowed)
  return (
    <div className={css.figures}>
      <KeyValue labelWidth={168}>
        <KeyValueRow label={t`Room on the disk`}>{t`${free} of ${total} free`}</KeyValueRow>
        <KeyValueRow label={t`Database`}>{bytes(database.bytes)}</KeyValueRow>
        <KeyValueRow label={t`Connections`}>{t`${used} of ${allowed}`}</KeyValueRow>
        <KeyValueRow label={t`Deadlocks`}>{format.number(database.deadlocks)}</KeyValueRow>
      </KeyValue>
      <KeyValue labelWidth={168}>
        <KeyValueRow label={t`People logged in`}><button type="button" className="link num" onClick={() => { goTo('/operations', {}, { tab: 'people' }) }}>{format.number(overview.people)}</button></KeyValueRow>
        <KeyValueRow label={t`Log handed over`}>{database.archived_at ? format.ago(database.archived_at) : '–'}</KeyValueRow>
        <KeyValueRow label={t`Version of Kurator`}>{overview.version}</KeyValueRow>
        <KeyValueRow label={t`Version of PostgreSQL`}>{database.version}</KeyValueRow>
      </KeyValue>
    </div>
  )
}

export function OverviewView() {
  const { t } = useLingui()
  const found = useQuery(overviewQuery)
  if (found.error && !found.data) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  if (!found.data) return <Section><Skeleton lines={8} /></Section>
  return (
    <div className={css.page}>
      <AttentionList overview={found.data} />
      <Section title={t`Queues`}><QueueTable queues={found.data.queues} /></Section>
      <Section title={t`Installation`}><Figures overview={found.data} /></Section>
    </div>
  )
}
