import { useLingui } from '@lingui/react/macro'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useCan } from '@/api/permissions'
import type { RecordSectionProps } from '@/lib/record-slots'
import { Button } from '@/ui/button'
import { ErrorState } from '@/ui/error-state'
import { Section } from '@/ui/section'
import { Skeleton } from '@/ui/skeleton'
import { filesQuery } from '../api'
import { FileBox } from './file-box'
import { FileLine } from './file-line'

/** The files of a task or another record, where it is shown. */
export function RecordFiles({ kind, id }: RecordSectionProps) {
  const { t } = useLingui()
  const can = useCan()
  const canView = can('files.view')
  const list = useInfiniteQuery({ ...filesQuery({ record_id: id }), enabled: canView })
  const files = list.data?.pages.flatMap((page) => page.items) ?? []
  if (!canView) return null
  return (
    <Section title={t`Files`}>
      {list.error && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      <FileBox place={{ kind, id }}>
        {list.isPending && <Skeleton lines={2} />}
        {files.map((file) => <FileLine key={file.id} file={{ ...file, kind: file.version.kind, size: file.version.size, scan: file.version.scan, thumbnail_url: file.version.thumbnail_url, record_kind: undefined }} />)}
        {list.hasNextPage && <div><Button variant="link" onClick={() => void list.fetchNextPage()}>{t`More files`}</Button></div>}
      </FileBox>
    </Section>
  )
}
