import { useLingui } from '@lingui/react/macro'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useCan } from '@/api/permissions'
import { pagesOf } from '@/api/table-state'
import { askForExport } from '@/lib/export-request'
import { dayPlus, instantOf } from '@/lib/zoned'
import { useFormat } from '@/lib/format/use-format'
import { Button } from '@/ui/button'
import { DataTable } from '@/ui/data-table'
import type { Column } from '@/ui/data-table-types'
import { EmptyState } from '@/ui/empty-state'
import { ListBar } from '@/ui/list-bar'
import { ListPage } from '@/ui/list-page'
import { Status } from '@/ui/status'
import { eventsQuery, type SecurityEvent } from '../api'
import { logRoute, type LogSearch } from '../routes'
import { EventFilters } from './event-filters'
import { EventPeek } from './event-peek'
import { LogBar } from './log-bar'
import { useActorName } from './use-actor-name'
import { useChannelName } from './use-channel-names'

const alarming = new Set(['audit.unusual_reading', 'audit.seal_broken', 'access.log_in_failed'])

function useColumns(): Column<SecurityEvent>[] {
  const { t } = useLingui()
  const format = useFormat()
  const channelName = useChannelName()
  const actorName = useActorName()
  return [
    { id: 'at', header: t`When`, width: 150, priority: 1, phone: 'meta', cell: (row) => <span className="num">{format.instant(row.at)}</span> },
    { id: 'label', header: t`What`, width: 230, isName: true, phone: 'title', title: (row) => row.label, cell: (row) => (alarming.has(row.kind) ? <Status tone="warn">{row.label}</Status> : row.label) },
    { id: 'actor', header: t`Who`, width: 180, priority: 1, phone: 'subtitle', cell: (row) => actorName(row) },
    { id: 'subject', header: t`About`, width: 220, isFlexible: true, priority: 2, title: (row) => row.subject, cell: (row) => row.subject_name || <span className="t3 el">{row.subject}</span> },
    { id: 'addr', header: t`Address`, width: 130, priority: 3, cell: (row) => <span className="num">{row.addr}</span> },
    { id: 'channel', header: t`Way`, width: 130, priority: 4, cell: (row) => <span className="t2">{channelName(row.channel)}</span> },
  ]
}

/** Who did what, when and from where. */
export function EventsTab() {
  const { t } = useLingui()
  const { timeZone } = useFormat()
  const search: LogSearch = logRoute.useSearch()
  const navigate = logRoute.useNavigate()
  const [currentId, setCurrentId] = useState<string | null>(null)
  const can = useCan()
  const query = {
    kind: search.kind,
    actor_id: search.actor,
    subject: search.subject,
    since: search.since && instantOf(search.since, '00:00', timeZone),
    // A day has 23 or 25 hours when the clocks change: the border is the beginning of the next one.
    until: search.until && instantOf(dayPlus(search.until, 1), '00:00', timeZone),
  }
  const list = useInfiniteQuery(eventsQuery(query))
  const rows = list.data?.pages.flatMap((page) => page.items) ?? []
  const at = rows.findIndex((row) => row.id === currentId)
  const current = rows[at]
  const isFiltered = Boolean(search.kind ?? search.actor ?? search.subject ?? search.since ?? search.until)
  const clear = () => void navigate({ search: {} })
  const filter = (next: Partial<LogSearch>) => { setCurrentId(null); void navigate({ search: { ...search, ...next } }) }
  const step = (by: number) => (rows[at + by] ? () => { setCurrentId(rows[at + by]?.id ?? null) } : undefined)
  const end = (
    <>
      {isFiltered && <Button size="sm" variant="ghost" onClick={clear}>{t`Clear`}</Button>}
      {can('exports.run') && <Button size="sm" variant="ghost" icon="download" disabled={rows.length === 0} onClick={() => { askForExport({ subject: 'security_event', name: t`Security log`, query }) }}>{t`Export`}</Button>}
    </>
  )
  return (
    <ListPage
      bars={<><LogBar /><ListBar end={end}><EventFilters search={search} onChange={filter} /></ListBar></>}
      peek={current && <EventPeek event={current} onPrevious={step(-1)} onNext={step(1)} onClose={() => { setCurrentId(null) }} onFilter={filter} />}
    >
      <DataTable
        label={t`Security log`}
        columns={useColumns()}
        rows={rows}
        rowId={(row) => row.id}
        currentId={currentId}
        onCurrent={setCurrentId}
        onOpen={(row) => { setCurrentId(row.id) }}
        {...pagesOf(list)}
        empty={isFiltered
          ? <EmptyState title={t`No such events`} action={<Button onClick={clear}>{t`Clear the filters`}</Button>} />
          : <EmptyState title={t`Nothing has happened yet`}>{t`Log-ins, exports, refused access and changes of rights will stand here.`}</EmptyState>}
        layoutKey="security-log"
      />
    </ListPage>
  )
}
