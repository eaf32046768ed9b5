import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { isProblem } from '@/api/problem'
import { useExpressionCatalogue } from '@/api/use-expression-catalogue'
import { goTo } from '@/lib/router-link'
import { Button } from '@/ui/button'
import { EmptyState } from '@/ui/empty-state'
import { ErrorState } from '@/ui/error-state'
import { Skeleton } from '@/ui/skeleton'
import { segmentQuery } from '../api'
import { HiddenSegment } from '../components/hidden-segment'
import { SegmentEditor } from '../components/segment-editor'
import css from '../components/segment.module.css'
import { segmentRoute } from '../routes'

function Loading() {
  return <div className={css.loading}><Skeleton lines={8} /></div>
}

export function SegmentPage() {
  const { t } = useLingui()
  const { id } = segmentRoute.useParams()
  const { from } = segmentRoute.useSearch()
  const isNew = id === 'new'
  const source = isNew ? from : id
  const { data, error, refetch } = useQuery({ ...segmentQuery(source ?? ''), enabled: source !== undefined })
  const catalogue = useExpressionCatalogue(isNew ? undefined : id)
  if (isProblem(error) && error.status === 404) {
    return <EmptyState isPage title={t`There is no such segment`} action={<Button onClick={() => { goTo('/segments') }}>{t`All segments`}</Button>}>{t`It may have been deleted.`}</EmptyState>
  }
  if (error ?? catalogue.error) return <ErrorState isPage error={error ?? catalogue.error} onRetry={() => void refetch()} />
  if (!catalogue.isReady || (source !== undefined && !data)) return <Loading />
  if (data?.is_partly_hidden) return <HiddenSegment segment={data} />
  return <SegmentEditor key={`${id}:${from ?? ''}`} saved={isNew ? null : (data ?? null)} source={data ?? null} catalogue={catalogue} />
}
