import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useCan } from '@/api/permissions'
import { refusalOf } from '@/api/refusal'
import { stateOf } from '@/api/table-state'
import { useCommand } from '@/lib/commands/use-command'
import { useFormat } from '@/lib/format/use-format'
import { Button } from '@/ui/button'
import { DataTable } from '@/ui/data-table'
import type { Column } from '@/ui/data-table-types'
import { EmptyState } from '@/ui/empty-state'
import { ListBar } from '@/ui/list-bar'
import { ListPage } from '@/ui/list-page'
import { Status, type Tone } from '@/ui/status'
import { Tabs } from '@/ui/tabs'
import { showToast } from '@/ui/toast'
import { keysQuery, revokeKey, type ApiKey } from '../api/keys'
import { KeyDialog } from '../keys/key-dialog'
import { RevokeDialog } from '../keys/revoke-dialog'

const tones: Record<ApiKey['state'], Tone> = { active: 'quiet', expired: 'warn', revoked: 'neutral' }

function useColumns(ofEverybody: boolean, onRevoke: (key: ApiKey) => void): Column<ApiKey>[] {
  const { t } = useLingui()
  const format = useFormat()
  const words: Record<ApiKey['state'], string> = { active: t`works`, expired: t`expired`, revoked: t`revoked` }
  const owner: Column<ApiKey>[] = ofEverybody ? [{ id: 'owner', header: t`Owner`, width: 170, priority: 1, phone: 'subtitle', cell: (row) => row.owner }] : []
  return [
    { id: 'name', header: t`Program`, width: 180, isFlexible: true, isName: true, priority: 1, phone: 'title', title: (row) => row.name, cell: (row) => row.name },
    ...owner,
    { id: 'beginning', header: t`Key`, width: 120, priority: 2, phone: 'meta', cell: (row) => <span className="t2">{row.beginning}…</span> },
    { id: 'scopes', header: t`Permissions`, width: 100, align: 'right', priority: 3, title: (row) => row.scopes.join(', '), cell: (row) => <span className="num">{row.scopes.length}</span> },
    { id: 'networks', header: t`Addresses`, width: 150, priority: 4, title: (row) => row.networks.join(', '), cell: (row) => (row.networks.length ? <span className="el">{row.networks.join(', ')}</span> : <span className="t3">{t`everywhere`}</span>) },
    { id: 'used', header: t`Last used`, width: 130, priority: 2, title: (row) => row.last_used_addr, cell: (row) => (row.last_used_at ? format.ago(row.last_used_at) : <span className="t3">{t`never`}</span>) },
    { id: 'expires', header: t`Works until`, width: 120, priority: 3, cell: (row) => (row.expires_at ? format.date(row.expires_at) : <span className="t3">{t`revoked by hand`}</span>) },
    { id: 'state', header: t`State`, width: 100, priority: 1, phone: 'value', cell: (row) => <Status tone={tones[row.state]}>{words[row.state]}</Status> },
    { id: 'acts', header: '', width: 92, priority: 1, cell: (row) => row.state === 'active' && <Button size="sm" variant="ghost" onClick={(event) => { event.stopPropagation(); onRevoke(row) }}>{t`Revoke`}</Button> },
  ]
}

const none: ApiKey[] = []

/** Keys by which programs act for people. */
export function KeysPage() {
  const { t } = useLingui()
  const can = useCan()
  const client = useQueryClient()
  const [whose, setWhose] = useState<'own' | 'all'>('own')
  const [isMaking, setMaking] = useState(false)
  const [revoked, setRevoked] = useState<ApiKey | null>(null)
  const list = useQuery(keysQuery(whose === 'all'))
  const revoking = useMutation({
    mutationFn: (key: ApiKey) => revokeKey(key.id),
    onSuccess: ({ name }) => { setRevoked(null); void client.invalidateQueries({ queryKey: ['keys'] }); showToast(t`Key revoked: ${name}`) },
  })
  const add = () => { setMaking(true) }
  useCommand({ id: 'keys.new', label: msg`New API key`, icon: 'plus', scope: 'page', shortcut: 'n', run: add })
  const tabs = can('keys.all') && <Tabs label={t`Whose keys`} tabs={[{ value: 'own', label: t`My keys` }, { value: 'all', label: t`All keys` }]} value={whose} onChange={setWhose} />
  return (
    <ListPage bars={<ListBar title={t`API keys`} end={<Button icon="plus" keys="n" onClick={add}>{t`New key`}</Button>}>{tabs}</ListBar>}>
      <DataTable
        key={whose}
        label={t`API keys`}
        columns={useColumns(whose === 'all', setRevoked)}
        rows={list.data ?? none}
        rowId={(row) => row.id}
        {...stateOf(list)}
        empty={<EmptyState title={t`No API keys`} action={<Button variant="primary" icon="plus" onClick={add}>{t`New key`}</Button>}>{t`A key lets a program act for you, within limits.`}</EmptyState>}
        layoutKey={`keys-${whose}`}
      />
      {isMaking && <KeyDialog onClose={() => { setMaking(false) }} />}
      {revoked && <RevokeDialog apiKey={revoked} isBusy={revoking.isPending} refusal={refusalOf(revoking.error)} onRevoke={() => { revoking.mutate(revoked) }} onClose={() => { setRevoked(null); revoking.reset() }} />}
    </ListPage>
  )
}
