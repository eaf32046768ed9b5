import { useLingui } from '@lingui/react/macro'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { request } from '@/api/request'
import { useFormat } from '@/lib/format/use-format'
import { Button } from '@/ui/button'
import { EmptyState } from '@/ui/empty-state'
import { ErrorState } from '@/ui/error-state'
import { Section } from '@/ui/section'
import { showRefusal } from '@/ui/show-refusal'
import { Skeleton } from '@/ui/skeleton'
import { Status } from '@/ui/status'
import { deliveriesQuery, deliveryQuery, topicsQuery, type Delivery } from '../api'
import css from './webhooks.module.css'

/** What came of a call, in words. */
function useOutcome(): (status: number | null, failure: string) => string {
  const { t } = useLingui()
  const words: Record<string, string> = {
    timeout: t`did not answer in time`, unreachable: t`not reachable`, tls: t`certificate refused`, too_large: t`answer too large`, secret_lost: t`secret cannot be read, renew it`,
    internal: t`leads into an inner network`, unknown_host: t`host not known`, scheme: t`only https is called`, port: t`port not allowed`,
  }
  return (status, failure) => (status === null ? (words[failure] ?? failure) : t`answer ${status}`)
}

export function DeliveryLog({ hook }: { hook: string }) {
  const { t } = useLingui()
  const log = useInfiniteQuery({ ...deliveriesQuery(hook), refetchInterval: 3000 })
  const rows = log.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Section title={t`Messages`}>
      {log.isPending && <Skeleton lines={4} />}
      {log.error && <ErrorState error={log.error} onRetry={() => void log.refetch()} />}
      {log.isSuccess && rows.length === 0 && <EmptyState title={t`No messages yet`}>{t`Send a test, or change a customer.`}</EmptyState>}
      <ul className={css.log}>{rows.map((row) => <Entry key={row.id} hook={hook} row={row} />)}</ul>
      {log.hasNextPage && <Button size="sm" variant="ghost" isBusy={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>{t`Older`}</Button>}
    </Section>
  )
}

function Entry({ hook, row }: { hook: string; row: Delivery }) {
  const { t } = useLingui()
  const format = useFormat()
  const client = useQueryClient()
  const [isOpen, setOpen] = useState(false)
  const outcome = useOutcome()
  const label = useQuery(topicsQuery).data?.find((topic) => topic.code === row.topic)?.label ?? t`Test message`
  const again = useMutation({
    mutationFn: () => request('POST', `/webhooks/${hook}/deliveries/${row.id}/again`),
    onError: showRefusal,
    onSuccess: () => client.invalidateQueries({ queryKey: ['webhooks'] }),
  })
  const state = { DONE: <Status tone="good">{t`delivered`}</Status>, DEAD: <Status tone="bad">{t`given up`}</Status>, WAITING: <Status tone="info">{row.attempts ? t`will be tried again` : t`waiting`}</Status> }[row.state]
  const { attempts, milliseconds } = row
  const soon = row.next_at && attempts ? format.ago(row.next_at) : ''
  const came = row.status !== null || row.failure ? outcome(row.status, row.failure) : ''
  const when = soon && t`next ${soon}`
  return (
    <li className={css.entry}>
      <span className={css.line}>{state}<span className="t2">{[label, came, milliseconds === null ? '' : t`${milliseconds} ms`, when].filter(Boolean).join(' · ')}</span></span>
      <span className="t2">{format.instant(row.created_at)}</span>
      <Button size="sm" variant="ghost" aria-expanded={isOpen} onClick={() => { setOpen(!isOpen) }}>{t`Details`}</Button>
      <Button size="sm" variant="ghost" icon="refresh" isBusy={again.isPending} onClick={() => { again.mutate() }}>{t`Send again`}</Button>
      {isOpen && <Details hook={hook} id={row.id} />}
    </li>
  )
}

function Details({ hook, id }: { hook: string; id: string }) {
  const { t } = useLingui()
  const format = useFormat()
  const outcome = useOutcome()
  const found = useQuery(deliveryQuery(hook, id))
  if (found.error) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  if (!found.data) return <Skeleton lines={3} />
  const { payload, log } = found.data
  return (
    <>
      {payload ? <pre className={css.details} aria-label={t`Sent`}>{JSON.stringify(payload, null, 2)}</pre> : <p className="t2">{t`What was said is shown to whoever answered for it then, and to whoever sees all customers.`}</p>}
      {log.map(({ at, milliseconds, status, failure, answer }) => {
        const took = t`${milliseconds} ms`
        return <pre key={at} className={css.details} aria-label={t`Answer`}>{[`${format.instant(at)} · ${outcome(status, failure)} · ${took}`, answer].filter(Boolean).join('\n')}</pre>
      })}
    </>
  )
}
