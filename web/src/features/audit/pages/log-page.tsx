import { EventsTab } from '../parts/events-tab'
import { ReadingTab } from '../parts/reading-tab'
import { SealsTab } from '../parts/seals-tab'
import { logRoute } from '../routes'

export function LogPage() {
  const { tab = 'events' } = logRoute.useSearch()
  if (tab === 'reading') return <ReadingTab />
  return tab === 'seals' ? <SealsTab /> : <EventsTab />
}
