import { useQueries } from '@tanstack/react-query'
import { previewOptions } from '@/api/use-expression-preview'
import type { ExpressionJson } from '@/lib/expression/expression'
import { lobbyUid, type Draft } from '../types'

/** Who would stand in a place: in the segment, the condition holds, and no later stage takes him. */
export function placeExpressions(draft: Draft): { uid: string; expression: ExpressionJson }[] {
  const { segment_id: segment, stages } = draft
  if (!segment || stages.some((stage) => stage.entry === null)) return []
  const entries = stages.map((stage) => stage.entry).filter((entry) => entry !== null)
  const member: ExpressionJson = { op: 'in_segment', segment }
  const without = (others: ExpressionJson[]): ExpressionJson[] => (others.length === 0 ? [] : [{ op: 'not', of: [{ op: 'or', of: others }] }])
  const places = stages.map((stage, index) => ({ uid: stage.uid, expression: { op: 'and' as const, of: [member, ...entries.slice(index, index + 1), ...without(entries.slice(index + 1))] } }))
  return [{ uid: lobbyUid, expression: { op: 'and', of: [member, ...without(entries)] } }, ...places]
}

export interface Expected {
  /** Uid of the place to how many would stand there; empty while it is counted or cannot be. */
  byPlace: ReadonlyMap<string, number>
  total: number | null
  isCounting: boolean
}

/** Counts where customers would stand if this draft ran now; nothing is changed by it. */
export function useExpected(draft: Draft, isOn: boolean): Expected {
  const places = isOn ? placeExpressions(draft) : []
  const answers = useQueries({ queries: places.map((place) => ({ ...previewOptions(place.expression), staleTime: 15_000 })) })
  const counts = places.flatMap((place, index): [string, number][] => {
    const count = answers[index]?.data?.count
    return typeof count === 'number' ? [[place.uid, count]] : []
  })
  const isWhole = places.length > 0 && counts.length === places.length
  return { byPlace: new Map(counts), total: isWhole ? counts.reduce((sum, [, count]) => sum + count, 0) : null, isCounting: answers.some((answer) => answer.isFetching) }
}
