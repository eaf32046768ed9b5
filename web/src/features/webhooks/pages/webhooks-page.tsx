import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { useCommand } from '@/lib/commands/use-command'
import { Button } from '@/ui/button'
import { ListBar } from '@/ui/list-bar'
import { ListPage } from '@/ui/list-page'
import { Tabs } from '@/ui/tabs'
import { SourceDrawer } from '../parts/source-drawer'
import { SourceTable } from '../parts/source-table'
import { WebhookDrawer } from '../parts/webhook-drawer'
import { WebhookTable } from '../parts/webhook-table'

type Side = 'out' | 'in'

export function WebhooksPage() {
  const { t } = useLingui()
  const [side, setSide] = useState<Side>('out')
  const [opened, setOpened] = useState<string | null>(null)
  const add = () => { setOpened('new') }
  const close = () => { setOpened(null) }
  useCommand({ id: 'webhooks.new', label: msg`Connect a program`, icon: 'plus', scope: 'page', shortcut: 'n', run: add })
  const tabs = [{ value: 'out' as const, label: t`Kurator tells` }, { value: 'in' as const, label: t`Kurator is told` }]
  return (
    <ListPage bars={
      <ListBar title={t`Webhooks`} end={<Button icon="plus" keys="n" onClick={add}>{t`Connect a program`}</Button>}>
        <Tabs label={t`Direction`} tabs={tabs} value={side} onChange={(value) => { setSide(value); close() }} />
      </ListBar>
    }>
      {side === 'out' ? <WebhookTable onOpen={setOpened} onAdd={add} /> : <SourceTable onOpen={setOpened} onAdd={add} />}
      {opened !== null && side === 'out' && <WebhookDrawer key={opened} id={opened === 'new' ? null : opened} onClose={close} />}
      {opened !== null && side === 'in' && <SourceDrawer key={opened} id={opened === 'new' ? null : opened} onClose={close} />}
    </ListPage>
  )
}
