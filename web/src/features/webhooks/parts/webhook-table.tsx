import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { stateOf } from '@/api/table-state'
import { useFormat } from '@/lib/format/use-format'
import { Button } from '@/ui/button'
import { DataTable } from '@/ui/data-table'
import type { Column } from '@/ui/data-table-types'
import { EmptyState } from '@/ui/empty-state'
import { Status } from '@/ui/status'
import { topicsQuery, webhooksQuery, type Webhook } from '../api'

interface Props {
  onOpen: (id: string) => void
  onAdd: () => void
}

export function WebhookState({ hook }: { hook: Webhook }) {
  const { t } = useLingui()
  if (hook.stopped_because === 'GONE') return <Status tone="bad">{t`receiver is gone`}</Status>
  if (hook.stopped_because === 'FAILING') return <Status tone="bad">{t`switched off: failing`}</Status>
  if (!hook.is_active) return <Status tone="quiet">{t`switched off`}</Status>
  if (hook.failing_since) return <Status tone="warn">{t`failing`}</Status>
  return <Status tone="good">{t`in use`}</Status>
}

function useColumns(): Column<Webhook>[] {
  const { t } = useLingui()
  const format = useFormat()
  const topics = useQuery(topicsQuery).data
  return useMemo(() => {
    const named = (code: string) => topics?.find((topic) => topic.code === code)?.label ?? code
    return [
      { id: 'name', header: t`Program`, width: 200, isName: true, phone: 'title', cell: (row) => row.name },
      { id: 'url', header: t`Address`, width: 320, isFlexible: true, priority: 3, phone: 'subtitle', cell: (row) => row.url, title: (row) => row.url },
      { id: 'topics', header: t`Events`, width: 260, priority: 4, cell: (row) => row.topics.map(named).join(', ') },
      { id: 'state', header: t`State`, width: 170, priority: 1, phone: 'value', cell: (row) => <WebhookState hook={row} /> },
      { id: 'waiting', header: t`Waiting`, width: 90, align: 'right', priority: 4, cell: (row) => (row.waiting ? format.number(row.waiting) : '') },
      { id: 'dead', header: t`Given up`, width: 90, align: 'right', priority: 2, cell: (row) => (row.dead ? format.number(row.dead) : '') },
    ]
  }, [t, format, topics])
}

export function WebhookTable({ onOpen, onAdd }: Props) {
  const { t } = useLingui()
  const list = useQuery(webhooksQuery)
  return (
    <DataTable
      label={t`Programs that Kurator tells of changes`}
      columns={useColumns()}
      rows={list.data ?? []}
      rowId={(row) => row.id}
      onOpen={(row) => { onOpen(row.id) }}
      {...stateOf(list)}
      empty={<EmptyState title={t`No program is told of changes`} action={<Button variant="primary" icon="plus" onClick={onAdd}>{t`Connect a program`}</Button>}>{t`Kurator calls an address of yours when something changes.`}</EmptyState>}
      layoutKey="webhooks"
    />
  )
}
