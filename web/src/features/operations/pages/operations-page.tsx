import { useLingui } from '@lingui/react/macro'
import { goTo } from '@/lib/router-link'
import { CanvasPage } from '@/ui/canvas-page'
import { ListBar } from '@/ui/list-bar'
import { ListPage } from '@/ui/list-page'
import { Tabs, type Tab } from '@/ui/tabs'
import { ActionsView } from '../parts/actions-view'
import { BackupsView } from '../parts/backups-view'
import { EventsView } from '../parts/events-view'
import { JobsView } from '../parts/jobs-view'
import { OverviewView } from '../parts/overview-view'
import { RequestsView } from '../parts/requests-view'
import { SecurityView } from '../parts/security-view'
import { operationsRoute, type OperationsTab } from '../routes'

function View({ tab }: { tab: OperationsTab }) {
  if (tab === 'actions') return <ActionsView />
  if (tab === 'events') return <EventsView />
  if (tab === 'jobs') return <JobsView />
  if (tab === 'requests') return <RequestsView />
  if (tab === 'people') return <SecurityView key="access" about="access" />
  return <SecurityView key="exports" about="exports" />
}

export function OperationsPage() {
  const { t } = useLingui()
  const { tab = 'overview' } = operationsRoute.useSearch()
  const tabs: Tab<OperationsTab>[] = [
    { value: 'overview', label: t`Overview` },
    { value: 'actions', label: t`Actions` },
    { value: 'events', label: t`Events` },
    { value: 'jobs', label: t`Jobs` },
    { value: 'requests', label: t`Requests` },
    { value: 'people', label: t`Log-ins` },
    { value: 'exports', label: t`Exports` },
    { value: 'backups', label: t`Backups` },
  ]
  const bar = (
    <ListBar title={t`Operations`}>
      <Tabs label={t`Operations`} tabs={tabs} value={tab} onChange={(next) => { goTo('/operations', {}, { tab: next === 'overview' ? undefined : next }) }} />
    </ListBar>
  )
  if (tab === 'overview') return <CanvasPage head={bar}><OverviewView /></CanvasPage>
  if (tab === 'backups') return <CanvasPage head={bar}><BackupsView /></CanvasPage>
  return <ListPage bars={bar}><View tab={tab} /></ListPage>
}
