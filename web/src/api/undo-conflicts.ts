import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { request } from './request'
import type { components } from './schema'

type Schemas = components['schemas']

type UndoConflict = Schemas['UndoSampleOut']
type UndoChoice = Schemas['UndoChoiceIn']
type Take = UndoChoice['take']

function conflictsQuery(setId: string) {
  return infiniteQueryOptions({
    queryKey: ['changes', setId, 'undo', 'conflicts'],
    queryFn: ({ pageParam, signal }) => request<Schemas['UndoConflictPage']>('GET', `/changes/${setId}/undo/conflicts`, { query: { cursor: pageParam ?? undefined }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    staleTime: 0,
  })
}

const keyOf = (one: UndoConflict): string => `${one.party_id} ${one.field}`

/** What others have changed since, and what is to become of it: of all, and of single values. */
export function useUndoConflicts(setId: string, isWanted: boolean) {
  const [usual, setUsual] = useState<Take>('present')
  const [choices, setChoices] = useState<ReadonlyMap<string, UndoChoice>>(new Map())
  const list = useInfiniteQuery({ ...conflictsQuery(setId), enabled: isWanted })
  return {
    /** For `ui/conflict-choices`. */
    shown: {
      items: list.data?.pages.flatMap((page) => page.items) ?? [],
      usual,
      takeOf: (one: UndoConflict): Take => choices.get(keyOf(one))?.take ?? usual,
      // A word about all of them takes back those about single ones.
      onChooseAll: (take: Take) => { setUsual(take); setChoices(new Map()) },
      onChoose: (one: UndoConflict, take: Take) => { setChoices((before) => new Map(before).set(keyOf(one), { party_id: one.party_id, field: one.field, take })) },
      isLoading: list.isLoading,
      error: list.error,
      hasMore: list.hasNextPage,
      isLoadingMore: list.isFetchingNextPage,
      onLoadMore: () => void list.fetchNextPage(),
    },
    body: { on_conflict: usual === 'old' ? 'overwrite' as const : 'keep' as const, choices: [...choices.values()] },
  }
}

export type UndoBody = ReturnType<typeof useUndoConflicts>['body']
