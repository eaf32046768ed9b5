import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { isProblem } from '@/api/problem'
import { goTo } from '@/lib/router-link'
import { Button } from '@/ui/button'
import { EmptyState } from '@/ui/empty-state'
import { ErrorState } from '@/ui/error-state'
import { Skeleton } from '@/ui/skeleton'
import { strategyQuery } from '../api'
import { StrategyCanvas } from '../canvas/strategy-canvas'
import css from '../canvas/strategy.module.css'
import { strategyRoute } from '../routes'

export function StrategyPage() {
  const { t } = useLingui()
  const { id } = strategyRoute.useParams()
  const { data, error, refetch } = useQuery({ ...strategyQuery(id), refetchInterval: ({ state }) => (state.data?.is_placing ? 1000 : false) })
  if (data) return <StrategyCanvas key={id} strategy={data} />
  if (isProblem(error) && (error.status === 404 || error.status === 422)) {
    return <EmptyState isPage title={t`There is no such strategy`} action={<Button onClick={() => { goTo('/strategies') }}>{t`All strategies`}</Button>} />
  }
  if (error) return <ErrorState isPage error={error} onRetry={() => void refetch()} />
  return <div className={css.loading}><Skeleton lines={10} /></div>
}
