import { useQuery } from '@tanstack/react-query'
import { useFormat } from '@/lib/format/use-format'
import { segmentQuery } from '../api'

/** How many customers of the viewer belong to it now; asked row by row as rows come into sight. */
export function SegmentCount({ id }: { id: string }) {
  const format = useFormat()
  const { data } = useQuery({ ...segmentQuery(id), staleTime: 30_000 })
  return data?.count === null || data?.count === undefined ? '' : format.number(data.count)
}
