import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { stateOf } from '@/api/table-state'
import { useCommand } from '@/lib/commands/use-command'
import { Button } from '@/ui/button'
import { DataTable } from '@/ui/data-table'
import type { Column } from '@/ui/data-table-types'
import { EmptyState } from '@/ui/empty-state'
import { ListBar } from '@/ui/list-bar'
import { ListPage } from '@/ui/list-page'
import { providersQuery, type Provider } from '../api'
import { ProviderDialog } from '../parts/provider-dialog'

function StateCell({ provider }: { provider: Provider }) {
  const { t } = useLingui()
  if (!provider.is_enabled) return t`switched off`
  return provider.metadata_problem ? <span className="warn" title={provider.metadata_problem}>{t`in use, metadata not read`}</span> : t`in use`
}

/** Who may vouch for people at the log-in. */
export function SignOnPage() {
  const { t } = useLingui()
  const list = useQuery(providersQuery)
  const [edited, setEdited] = useState<Provider | 'new' | null>(null)
  const add = () => { setEdited('new') }
  useCommand({ id: 'sign-in.new', label: msg`Add a log-in provider`, icon: 'plus', scope: 'page', shortcut: 'n', run: add })
  const columns: Column<Provider>[] = [
    { id: 'name', header: t`Provider`, width: 200, isFlexible: true, isName: true, phone: 'title', cell: (row) => row.name },
    { id: 'kind', header: t`Protocol`, width: 140, phone: 'subtitle', cell: (row) => (row.kind === 'OIDC' ? 'OpenID Connect' : 'SAML') },
    { id: 'domains', header: t`Domains`, width: 220, priority: 2, cell: (row) => row.domains.join(', ') },
    { id: 'state', header: t`State`, width: 200, phone: 'value', cell: (row) => <StateCell provider={row} /> },
  ]
  return (
    <ListPage bars={<ListBar title={t`Single sign-on`} end={<Button icon="plus" keys="n" onClick={add}>{t`Add a log-in provider`}</Button>} />}>
      <DataTable
        label={t`Log-in providers`}
        columns={columns}
        rows={list.data ?? []}
        rowId={(row) => row.id}
        onOpen={setEdited}
        {...stateOf(list)}
        empty={<EmptyState title={t`No log-in providers`} action={<Button variant="primary" icon="plus" onClick={add}>{t`Add a log-in provider`}</Button>}>{t`Let colleagues log in with the firm's account, by OpenID Connect or SAML.`}</EmptyState>}
        layoutKey="sign-in-providers"
      />
      {edited && <ProviderDialog key={edited === 'new' ? 'new' : edited.id} provider={edited === 'new' ? null : edited} onClose={() => { setEdited(null) }} />}
    </ListPage>
  )
}
