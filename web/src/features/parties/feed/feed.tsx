import { useLingui } from '@lingui/react/macro'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { FeedEntry, FeedRenderer } from '@/lib/card-slots'
import { useFormat } from '@/lib/format/use-format'
import { Button } from '@/ui/button'
import { EmptyState } from '@/ui/empty-state'
import { ErrorState } from '@/ui/error-state'
import { feedQuery } from '../api/queries'
import type { FeedPage } from '../api/types'
import { FeedLine, rendererOf } from './feed-line'
import css from './feed.module.css'

type Filter = 'all' | NonNullable<FeedRenderer['group']>

interface Props {
  partyId: string
  /** The first page, which comes with the card. */
  first: FeedPage
}

function isWorthShowing(entry: FeedEntry): boolean {
  return entry.kind !== 'change' || (Array.isArray(entry.details.rows) && entry.details.rows.length > 0)
}

/** Files that came with a note stand below it, not beside it. */
function filesOfNotes(all: FeedEntry[]): Map<string, FeedEntry[]> {
  const notes = new Set(all.filter((entry) => entry.kind === 'note').map((entry) => entry.id))
  const files = all.filter(({ kind, details }) => kind === 'file_added' && details.record_kind === 'note' && details.number === 1 && notes.has(`note:${String(details.record_id)}`))
  return Map.groupBy(files, (entry) => `note:${String(entry.details.record_id)}`)
}

/** All that happened to the customer, by months, the latest first. */
export function Feed({ partyId, first }: Props) {
  const { t } = useLingui()
  const format = useFormat()
  const [filter, setFilter] = useState<Filter>('all')
  const older = useInfiniteQuery(feedQuery(partyId, first.next_before))
  const seen = new Set<string>()
  const all = [...first.items, ...(older.data?.pages.flatMap((page) => page.items) ?? [])].filter((entry) => isWorthShowing(entry) && !seen.has(entry.id) && seen.add(entry.id))
  const files = filesOfNotes(all)
  const apart = new Set([...files.values()].flat().map((entry) => entry.id))
  const shown = filter === 'all' ? all.filter((entry) => !apart.has(entry.id)) : all.filter((entry) => (rendererOf(entry.kind)?.group ?? 'automation') === filter)
  const months = [...Map.groupBy(shown, (entry) => format.month(entry.at))]
  const hasMore = older.data ? older.hasNextPage : first.next_before !== null
  const filters: { value: Filter; label: string }[] = [
    { value: 'all', label: t`Everything` }, { value: 'notes', label: t`Notes` }, { value: 'tasks', label: t`Tasks` }, { value: 'automation', label: t`Automation` }, { value: 'changes', label: t`Changes` },
  ]
  const loadMore = () => { void (older.data ? older.fetchNextPage() : older.refetch()) }
  return (
    <>
      <div className={css.filters} role="toolbar" aria-label={t`What to show`}>
        {filters.map((one) => <button key={one.value} type="button" className={css.filter} aria-pressed={filter === one.value} onClick={() => { setFilter(one.value) }}>{one.label}</button>)}
      </div>
      {shown.length === 0 && <EmptyState title={filter === 'all' ? t`Nothing yet` : t`No such events`} withDrawing={filter === 'all'}>{filter === 'all' ? t`Notes, tasks and changes will stand here.` : undefined}</EmptyState>}
      <div className={css.list}>
        {months.map(([month, entries]) => (
          <section key={month}>
            <h3 className={css.month}>{month}</h3>
            <ul>{entries.map((entry) => <FeedLine key={entry.id} partyId={partyId} entry={entry} files={files.get(entry.id)} />)}</ul>
          </section>
        ))}
      </div>
      {older.error && <ErrorState error={older.error} onRetry={loadMore} />}
      {hasMore && <div className={css.more}><Button variant="ghost" onClick={loadMore} isBusy={older.isFetching}>{t`Show earlier`}</Button></div>}
    </>
  )
}
