import { useLingui } from '@lingui/react/macro'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useCan } from '@/api/permissions'
import { pagesOf } from '@/api/table-state'
import { useFormat } from '@/lib/format/use-format'
import { goTo } from '@/lib/router-link'
import { Button } from '@/ui/button'
import { DataTable } from '@/ui/data-table'
import type { Column } from '@/ui/data-table-types'
import { EmptyState } from '@/ui/empty-state'
import { ListBar } from '@/ui/list-bar'
import { ListPage } from '@/ui/list-page'
import { Status } from '@/ui/status'
import { Tabs } from '@/ui/tabs'
import { changesQuery, type ChangeSet } from '../api'
import { HandOverDialog } from '../parts/hand-over-dialog'
import { RunDialog } from '../parts/run-dialog'
import { UndoDialog } from '../parts/undo-dialog'
import { useSetWords } from '../parts/use-set-words'
import { changesRoute } from '../routes'

function State({ set, onOpen }: { set: ChangeSet; onOpen: () => void }) {
  const { t } = useLingui()
  if (set.undone_by) return <Status tone="neutral">{t`Taken back`}</Status>
  if (set.status === 'RUNNING') return <Button variant="link" size="sm" onClick={onOpen}>{t`Under way`}</Button>
  if (set.status === 'FAILED') return <Button variant="link" size="sm" onClick={onOpen}>{t`Failed`}</Button>
  if (set.status === 'CANCELED') return <Status tone="neutral">{t`Stopped`}</Status>
  return null
}

const isSettled = (set: ChangeSet): boolean => !set.can_undo || Boolean(set.undone_by) || set.status === 'RUNNING' || set.parties === 0

function useColumns(onUndo: (set: ChangeSet) => void, onOpen: (set: ChangeSet) => void): Column<ChangeSet>[] {
  const { t } = useLingui()
  const format = useFormat()
  const words = useSetWords()
  const can = useCan()
  const mayUndo = can('parties.edit')
  return useMemo(() => [
    { id: 'what', header: t`What changed`, width: 300, isFlexible: true, isName: true, phone: 'title', cell: (row) => words(row), title: words },
    { id: 'parties', header: t`Customers`, width: 104, align: 'right', priority: 2, phone: 'value', cell: (row) => <span className="num">{format.number(row.parties)}{row.is_exact ? '' : '+'}</span> },
    { id: 'who', header: t`By`, width: 180, priority: 3, phone: 'subtitle', cell: (row) => row.actor_name },
    { id: 'at', header: t`When`, width: 150, priority: 2, phone: 'meta', cell: (row) => <span className="num">{format.instant(row.at)}</span> },
    { id: 'state', header: t`State`, width: 130, priority: 3, cell: (row) => <State set={row} onOpen={() => { onOpen(row) }} /> },
    { id: 'undo', header: '', width: 168, priority: 1, cell: (row) => mayUndo && !isSettled(row) && <Button variant="link" size="sm" icon="undo" onClick={() => { onUndo(row) }}>{t({ message: 'Undo', context: 'a change' })}</Button> },
  ], [t, format, words, mayUndo, onUndo, onOpen])
}

/** Who changed what, when and how much; each can be taken back. */
export function ChangesPage() {
  const { t } = useLingui()
  const can = useCan()
  const { of, from } = changesRoute.useSearch()
  const list = useInfiniteQuery(changesQuery(of === 'all'))
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data])
  const [undoing, setUndoing] = useState<ChangeSet | null>(null)
  const [opened, setOpened] = useState<ChangeSet | null>(null)
  const [isHandingOver, setHandingOver] = useState(Boolean(from))
  const tabs = [{ value: 'mine', label: t`Mine` }, { value: 'all', label: t`Of all` }]
  const end = can('parties.assign') && <Button size="sm" icon="transfer" onClick={() => { setHandingOver(true) }}>{t`Hand over customers`}</Button>
  return (
    <ListPage bars={<ListBar title={t`Changes`} end={end}>{can('changes.manage') && <Tabs label={t`Whose changes`} tabs={tabs} value={of ?? 'mine'} onChange={(next) => { goTo('/changes', {}, next === 'all' ? { of: 'all' } : {}) }} />}</ListBar>}>
      <DataTable
        label={t`Changes`}
        columns={useColumns(setUndoing, setOpened)}
        rows={rows}
        rowId={(row) => row.id}
        onOpen={(row) => { if (can('parties.edit') && !isSettled(row)) setUndoing(row); else if (row.kind) setOpened(row) }}
        {...pagesOf(list)}
        empty={<EmptyState title={t`No changes yet`}>{t`Edits, imports and changes of many stand here and can be taken back.`}</EmptyState>}
        layoutKey="changes"
      />
      {undoing && <UndoDialog set={undoing} onClose={() => { setUndoing(null) }} />}
      {opened && <RunDialog id={opened.id} title={t`Change of many`} onClose={() => { setOpened(null) }} />}
      {isHandingOver && <HandOverDialog from={from ?? null} onClose={() => { setHandingOver(false); if (from) goTo('/changes') }} />}
    </ListPage>
  )
}
