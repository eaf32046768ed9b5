import { useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useFormat } from '@/lib/format/use-format'
import { Button } from '@/ui/button'
import { Chip } from '@/ui/chip'
import { ErrorState } from '@/ui/error-state'
import { Icon } from '@/ui/icon'
import { Section } from '@/ui/section'
import { showRefusal } from '@/ui/show-refusal'
import { Skeleton } from '@/ui/skeleton'
import { endOtherSessions, endSession, sessionsQuery, type OpenSession } from '../api'
import css from './account.module.css'

/** Whoever logs in by programs has dozens; the password is below them. */
const FIRST = 5

function Row({ session, onEnd }: { session: OpenSession; onEnd: () => void }) {
  const { t } = useLingui()
  const format = useFormat()
  const when = format.ago(session.last_seen_at)
  return (
    <li className={`${css.row} ${css.one}`}>
      <Icon name={session.is_phone ? 'phone' : 'globe'} size={14} />
      <span className={`grow ${css.two}`}>
        <span className="el">{session.device || t`Unknown program`}</span>
        <span className="t3 m el">{session.addr}, {t`seen ${when}`}</span>
      </span>
      {session.is_this ? <Chip>{t`this one`}</Chip> : <Button size="sm" onClick={onEnd}>{t`End`}</Button>}
    </li>
  )
}

export function SessionsSection() {
  const { t } = useLingui()
  const client = useQueryClient()
  const format = useFormat()
  const list = useQuery(sessionsQuery)
  const ending = useMutation({
    mutationFn: (id: string | null): Promise<unknown> => (id === null ? endOtherSessions() : endSession(id)),
    onSuccess: () => client.invalidateQueries({ queryKey: sessionsQuery.queryKey }),
    onError: showRefusal,
  })
  const [isWhole, setWhole] = useState(false)
  const rows = [...(list.data ?? [])].sort((one, other) => Number(other.is_this) - Number(one.is_this))
  const shown = isWhole ? rows : rows.slice(0, FIRST)
  const hidden = format.number(rows.length - shown.length)
  return (
    <Section title={t`Sessions`} action={rows.length > 1 && <Button size="sm" onClick={() => { ending.mutate(null) }}>{t`End all others`}</Button>}>
      {list.isPending && <Skeleton lines={2} />}
      {list.error && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      <ul className={css.rows}>{shown.map((row) => <Row key={row.id} session={row} onEnd={() => { ending.mutate(row.id) }} />)}</ul>
      {rows.length > shown.length && <Button size="sm" variant="ghost" onClick={() => { setWhole(true) }}>{t`Show ${hidden} more`}</Button>}
      <p className="t3 m">{t`A session ends after 8 hours without use and after 7 days at the latest.`}</p>
    </Section>
  )
}
