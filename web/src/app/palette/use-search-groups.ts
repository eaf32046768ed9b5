import { useLingui } from '@lingui/react/macro'
import { keepPreviousData, useQueries } from '@tanstack/react-query'
import { useSession } from '@/api/session'
import type { PaletteGroup } from '@/ui/palette-frame'
import { visible } from '../features'

const fewestLetters = 2

/** Asks every feature's search provider; a provider that fails is left out. */
export function useSearchGroups(query: string): { groups: PaletteGroup[]; isSearching: boolean } {
  const { i18n } = useLingui()
  const session = useSession()
  const providers = visible(session, (feature) => feature.search)
  const isAsked = query.length >= fewestLetters
  const answers = useQueries({
    queries: providers.map((provider) => ({
      queryKey: ['palette', provider.id, query],
      queryFn: ({ signal }: { signal: AbortSignal }) => provider.search(query, signal),
      enabled: isAsked,
      placeholderData: keepPreviousData,
      retry: false,
      staleTime: 10_000,
    })),
  })
  const groups = isAsked
    ? providers.map((provider, index) => ({ id: provider.id, title: i18n._(provider.label), lines: answers[index]?.data ?? [] }))
    : []
  return { groups, isSearching: isAsked && answers.some((answer) => answer.isFetching) }
}
