import { useLingui } from '@lingui/react/macro'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { CardSectionProps } from '@/lib/card-slots'
import { useFormat } from '@/lib/format/use-format'
import { Button } from '@/ui/button'
import { ErrorState } from '@/ui/error-state'
import { Section } from '@/ui/section'
import { Skeleton } from '@/ui/skeleton'
import { viewsQuery } from '../api'
import { useChannelName } from '../parts/use-channel-names'
import css from './card.module.css'

function SeenAs({ name }: { name: string }) {
  const { t } = useLingui()
  return <span className="t3"> {t`as ${name}`}</span>
}

/** Who was shown this customer; asked for only when somebody wants to know. */
export function ViewsSection({ partyId }: CardSectionProps) {
  const { t } = useLingui()
  const format = useFormat()
  const channelName = useChannelName()
  const [isOpen, setIsOpen] = useState(false)
  const list = useInfiniteQuery({ ...viewsQuery(partyId), enabled: isOpen })
  const rows = list.data?.pages.flatMap((page) => page.items) ?? []
  const toggle = <Button size="sm" variant="link" aria-expanded={isOpen} onClick={() => { setIsOpen(!isOpen) }}>{isOpen ? t`Hide` : t`Show`}</Button>
  return (
    <Section title={t`Who looked at this customer`} action={toggle}>
      {isOpen && list.isPending && <Skeleton lines={3} />}
      {isOpen && list.error && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {isOpen && list.isSuccess && rows.length === 0 && <p className="t3">{t`Nobody yet.`}</p>}
      {isOpen && (
        <ul className={css.views}>
          {rows.map((row) => (
            <li key={`${row.day}${row.user_id}${row.channel}${row.seen_as_name}`} className="row" title={`${channelName(row.channel)} ${row.addr}`}>
              <span className="el grow">{row.user_name}{row.seen_as_name && <SeenAs name={row.seen_as_name} />}</span>
              {row.views > 1 && <span className="m t3 num">×{format.number(row.views)}</span>}
              <span className="m t2 num nb">{format.instant(row.last_at)}</span>
            </li>
          ))}
        </ul>
      )}
      {isOpen && list.hasNextPage && <Button size="sm" variant="ghost" isBusy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t`Earlier ones`}</Button>}
    </Section>
  )
}
