import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { ErrorState } from '@/ui/error-state'
import { scopesQuery } from '../api/keys'
import { PermissionList } from '../roles/permission-list'
import { Skeleton } from '@/ui/skeleton'

interface Props {
  value: string[]
  onChange: (value: string[]) => void
  error?: string
}

/** What the program may do: at most what one may do oneself. */
export function ScopeList({ value, onChange, error }: Props) {
  const { t } = useLingui()
  const { data: groups, error: failure, refetch } = useQuery(scopesQuery)
  return (
    <div className="stack">
      <span className="m t3">{t`May do`}</span>
      {groups ? <PermissionList groups={groups} value={value} onChange={onChange} /> : failure ? <ErrorState error={failure} onRetry={() => void refetch()} /> : <Skeleton lines={4} />}
      {error && <span className="m bad" role="alert">{error}</span>}
    </div>
  )
}
