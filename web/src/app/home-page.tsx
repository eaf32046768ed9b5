import { Navigate } from '@tanstack/react-router'
import { useSession } from '@/api/session'
import { visible } from './features'
import { NotFoundPage } from './not-found-page'

/** Opens the first place this person may see; a feature may take "/" for itself. */
export function HomePage() {
  const session = useSession()
  const places = visible(session, (feature) => feature.nav)
  const first = places.find((place) => place.group === 'work') ?? places[0]
  return first ? <Navigate to={first.to} replace /> : <NotFoundPage />
}
