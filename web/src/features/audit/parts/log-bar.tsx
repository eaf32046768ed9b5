import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { ListBar } from '@/ui/list-bar'
import { Status } from '@/ui/status'
import { Tabs } from '@/ui/tabs'
import { sealsQuery } from '../api'
import { logRoute, type LogTab } from '../routes'

/** The title and the parts of the log; a broken seal is seen on each of them. */
export function LogBar() {
  const { t } = useLingui()
  const { tab = 'events' } = logRoute.useSearch()
  const navigate = logRoute.useNavigate()
  const seals = useQuery(sealsQuery).data ?? []
  const isBroken = seals.some((one) => one.broken_day !== null)
  const tabs: { value: LogTab; label: string }[] = [{ value: 'events', label: t`Events` }, { value: 'reading', label: t`Reading` }, { value: 'seals', label: t`Seals` }]
  return (
    <ListBar title={t`Security log`} end={isBroken && <Status tone="bad">{t`The past was altered`}</Status>}>
      <Tabs label={t`Security log`} tabs={tabs} value={tab} onChange={(next) => void navigate({ search: next === 'events' ? {} : { tab: next } })} />
    </ListBar>
  )
}
