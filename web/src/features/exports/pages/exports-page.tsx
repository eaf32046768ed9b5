import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { pagesOf } from '@/api/table-state'
import { useBytes } from '@/lib/format/use-bytes'
import { useFormat } from '@/lib/format/use-format'
import { goTo } from '@/lib/router-link'
import { Button } from '@/ui/button'
import { DataTable } from '@/ui/data-table'
import type { Column } from '@/ui/data-table-types'
import { EmptyState } from '@/ui/empty-state'
import { Icon } from '@/ui/icon'
import { IconButton } from '@/ui/icon-button'
import { ListBar } from '@/ui/list-bar'
import { ListPage } from '@/ui/list-page'
import { ProgressBar } from '@/ui/progress-bar'
import { showRefusal } from '@/ui/show-refusal'
import { Status } from '@/ui/status'
import { cancelExport, exportsQuery, fileAddress, isUnderWay, removeExport, type Export } from '../api/exports'
import css from './exports.module.css'

const words: Record<Export['status'], ReturnType<typeof msg>> = {
  QUEUED: msg`Waits`,
  RUNNING: msg`Being made`,
  DONE: msg`Ready`,
  FAILED: msg`Failed`,
  CANCELED: msg`Canceled`,
  EXPIRED: msg`File removed after seven days`,
}

function progressOf(row: Export): number | null {
  return row.rows_expected ? row.rows_done / row.rows_expected : null
}

function Acts({ row }: { row: Export }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const acting = useMutation({
    mutationFn: async () => { if (isUnderWay(row)) await cancelExport(row.id); else await removeExport(row.id) },
    onError: showRefusal,
    onSettled: () => client.invalidateQueries({ queryKey: ['exports'] }),
  })
  return (
    <span className={css.acts}>
      {row.status === 'DONE' && <a className={`link ${css.link}`} href={fileAddress(row.id)} download onClick={(event) => { event.stopPropagation() }}><Icon name="download" size={14} />{t`Fetch`}</a>}
      <IconButton size="sm" icon={isUnderWay(row) ? 'close' : 'trash'} label={isUnderWay(row) ? t`Cancel the export` : t`Remove the file`} disabled={acting.isPending} onClick={(event) => { event.stopPropagation(); acting.mutate() }} />
    </span>
  )
}

function useColumns(): Column<Export>[] {
  const { t, i18n } = useLingui()
  const format = useFormat()
  const bytes = useBytes()
  return useMemo(() => [
    { id: 'name', header: t({ message: 'Export', context: 'a file' }), width: 240, isFlexible: true, isName: true, phone: 'title', cell: (row) => row.name },
    {
      id: 'status', header: t`Status`, width: 260, priority: 1, phone: 'subtitle',
      cell: (row) => (
        <>
          <Status tone={row.status === 'FAILED' ? 'bad' : isUnderWay(row) ? 'info' : 'quiet'}>{row.failure?.message ?? i18n._(words[row.status])}</Status>
          {row.status === 'RUNNING' && <ProgressBar label={t`Done`} value={progressOf(row)} width={64} />}
        </>
      ),
    },
    { id: 'format', header: t`Format`, width: 72, priority: 3, cell: (row) => (row.is_raw ? t`CSV, raw` : row.format) },
    { id: 'rows', header: t`Rows`, width: 88, align: 'right', priority: 2, phone: 'value', cell: (row) => <span className="num">{format.number(row.rows_done)}</span> },
    { id: 'size', header: t`Size`, width: 88, align: 'right', priority: 4, cell: (row) => <span className="num">{row.size ? bytes(row.size) : ''}</span> },
    { id: 'created_at', header: t`Asked for`, width: 140, priority: 3, phone: 'meta', cell: (row) => <span className="num">{format.instant(row.created_at)}</span> },
    { id: 'expires_at', header: t`Kept until`, width: 120, priority: 4, cell: (row) => <span className="num">{row.status === 'DONE' && row.expires_at ? format.date(row.expires_at) : ''}</span> },
    { id: 'acts', header: '', width: 112, align: 'right', priority: 1, cell: (row) => <Acts row={row} /> },
  ], [t, i18n, format, bytes])
}

export function ExportsPage() {
  const { t } = useLingui()
  const list = useInfiniteQuery(exportsQuery)
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data])
  return (
    <ListPage bars={<ListBar title={t`Exports`} />}>
      <DataTable
        label={t`Exports`}
        columns={useColumns()}
        rows={rows}
        rowId={(row) => row.id}
        {...pagesOf(list)}
        empty={<EmptyState title={t`No exports`} action={<Button icon="users" onClick={() => { goTo('/parties') }}>{t`To the customers`}</Button>}>{t`Open a list, set its filter and columns, and press Export: the file is made in the background and kept for seven days.`}</EmptyState>}
        layoutKey="exports"
      />
    </ListPage>
  )
}
