import { useLingui } from '@lingui/react/macro'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { useFormat } from '@/lib/format/use-format'
import type { IconName } from '@/lib/icon-paths'
import { goTo } from '@/lib/router-link'
import { Button } from '@/ui/button'
import { EmptyState } from '@/ui/empty-state'
import { ErrorState } from '@/ui/error-state'
import { Icon } from '@/ui/icon'
import { showRefusal } from '@/ui/show-refusal'
import { Skeleton } from '@/ui/skeleton'
import { countsQuery, markRead, noticesQuery, type Notice } from '../api'
import css from './activities.module.css'
import { NoticeParty } from './notice-party'

const icons: Record<string, IconName> = { strategy: 'strategy', task: 'task', task_assigned: 'task', task_due: 'clock', export_ready: 'download', webhook_stopped: 'link', reminder: 'clock' }

/** What has been told to this person, the latest first; a line leads to its customer or task. */
export function Notices({ onLeave }: { onLeave: () => void }) {
  const { t } = useLingui()
  const format = useFormat()
  const queryClient = useQueryClient()
  const list = useInfiniteQuery(noticesQuery)
  const reading = useMutation({
    mutationFn: (ids: string[] | undefined) => markRead(ids),
    onError: showRefusal,
    onSuccess: () => Promise.all([queryClient.invalidateQueries({ queryKey: noticesQuery.queryKey }), queryClient.invalidateQueries({ queryKey: countsQuery.queryKey })]),
  })
  const rows = list.data?.pages.flatMap((page) => page.items) ?? []
  const hasUnread = rows.some((row) => row.read_at === null)

  function open(notice: Notice): void {
    if (notice.read_at === null) reading.mutate([notice.id])
    if (notice.task_id) goTo('/tasks', {}, { task: notice.task_id })
    else if (notice.kind === 'export_ready') goTo('/exports')
    else if (notice.kind === 'webhook_stopped') goTo('/webhooks')
    else if (notice.party_id) goTo('/parties/$id', { id: notice.party_id })
    onLeave()
  }

  return (
    <div className={css.notices}>
      <div className={css.noticesHead}>
        <h2 className="sb grow">{t`Notices`}</h2>
        {hasUnread && <Button size="sm" variant="ghost" isBusy={reading.isPending} onClick={() => { reading.mutate(undefined) }}>{t`Mark all as read`}</Button>}
      </div>
      {list.isPending && <Skeleton lines={5} />}
      {list.error && rows.length === 0 && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.isSuccess && rows.length === 0 && <EmptyState title={t`No notices`} withDrawing={false}>{t`Strategies and colleagues tell you here what needs you.`}</EmptyState>}
      <ul>
        {rows.map((row) => (
          <li key={row.id}>
            <button type="button" className={css.notice} data-unread={row.read_at === null || undefined} onClick={() => { open(row) }}>
              <Icon name={icons[row.kind] ?? 'bell'} size={14} />
              <span className={`grow ${css.noticeText}`}>{row.text}{row.party_id && <NoticeParty id={row.party_id} />}</span>
              <span className="m t3 nb" title={format.instant(row.created_at)}>{format.ago(row.created_at)}</span>
            </button>
          </li>
        ))}
      </ul>
      {list.hasNextPage && <Button variant="ghost" isBusy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t`Earlier ones`}</Button>}
    </div>
  )
}
