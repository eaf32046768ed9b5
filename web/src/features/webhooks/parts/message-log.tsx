import { useLingui } from '@lingui/react/macro'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
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
import { messagesQuery, type Message } from '../api'
import css from './webhooks.module.css'

export function MessageLog({ source }: { source: string }) {
  const { t } = useLingui()
  const log = useInfiniteQuery({ ...messagesQuery(source), refetchInterval: 3000 })
  const rows = log.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Section title={t`Messages`}>
      {log.isPending && <Skeleton lines={4} />}
      {log.error && <ErrorState error={log.error} onRetry={() => void log.refetch()} />}
      {log.isSuccess && rows.length === 0 && <EmptyState title={t`No messages yet`}>{t`What the program sends appears here.`}</EmptyState>}
      <ul className={css.log}>{rows.map((row) => <Entry key={row.id} source={source} row={row} />)}</ul>
      {log.hasNextPage && <Button size="sm" variant="ghost" isBusy={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>{t`Older`}</Button>}
    </Section>
  )
}

function useFailure(): (code: string) => string {
  const { t } = useLingui()
  const words: Record<string, string> = {
    no_json: t`not JSON`, no_external_id: t`no external id at its place`, no_instant: t`no instant at its place`, nobody_answers: t`who answers for it may not log in, add or change customers any more`, field_closed: t`a field is closed to whoever answers for it`,
  }
  return (code) => words[code] ?? code
}

function Entry({ source, row }: { source: string; row: Message }) {
  const { t } = useLingui()
  const format = useFormat()
  const client = useQueryClient()
  const failure = useFailure()
  const [isOpen, setOpen] = useState(false)
  const again = useMutation({
    mutationFn: () => request('POST', `/hook-sources/${source}/messages/${row.id}/again`),
    onError: showRefusal,
    onSuccess: () => client.invalidateQueries({ queryKey: ['hook-sources'] }),
  })
  const state = { DONE: <Status tone="good">{t`taken over`}</Status>, FAILED: <Status tone="bad">{t`refused`}</Status>, WAITING: <Status tone="info">{t`waiting`}</Status> }[row.state]
  return (
    <li className={css.entry}>
      <span className={css.line}>{state}<span className="t2">{failure(row.failure) || row.external_id}</span></span>
      <span className="t2">{format.instant(row.received_at)}</span>
      <Button size="sm" variant="ghost" aria-expanded={isOpen} onClick={() => { setOpen(!isOpen) }}>{t`Details`}</Button>
      {row.state === 'FAILED' && <Button size="sm" variant="ghost" icon="refresh" isBusy={again.isPending} onClick={() => { again.mutate() }}>{t`Try again`}</Button>}
      {isOpen && (row.body === null ? <p className="t2">{t`What was said is shown to whoever answered for it then, and to whoever sees all customers.`}</p> : <pre className={css.details}>{row.body}</pre>)}
    </li>
  )
}
