import { Navigate } from '@tanstack/react-router'
import { useSession } from '@/api/session'
import { visible } from './features'
import { NotFoundPage } from './not-found-page'

/** Opens the first place this person may see; a feature may take "/" for itself. */
export function HomePage() {
  const session = useSession()
  const first = visible(session, (feature) => feature.nav)[0]
  return first ? <Navigate to={first.to} replace /> : <NotFoundPage />
}
