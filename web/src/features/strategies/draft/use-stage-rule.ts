import { useQuery } from '@tanstack/react-query'
import { previewOptions } from '@/api/use-expression-preview'
import type { ExpressionJson } from '@/lib/expression/expression'

/** The condition in words: as it was published, or as the server reads the draft. */
export function useStageRule(entry: ExpressionJson | null, published: string | undefined): string {
  const { data } = useQuery({
    ...previewOptions(entry ?? { op: 'and', of: [] }),
    enabled: entry !== null && published === undefined,
    staleTime: 5 * 60_000,
  })
  return published ?? data?.sentence ?? ''
}
