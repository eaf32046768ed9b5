import { request } from '@/api/request'
import type { SearchHit } from '@/lib/commands/search-provider'
import { goTo } from '@/lib/router-link'

interface Hits {
  groups: { kind: string; items: { id: string; title: string; subtitle: string; match: string }[] }[]
}

/** Customers by any fragment of a name, a phone number, an address. */
export async function findParties(query: string, signal: AbortSignal): Promise<SearchHit[]> {
  const { groups } = await request<Hits>('GET', '/search', { query: { q: query }, signal })
  const hits = groups.find((group) => group.kind === 'party')?.items ?? []
  return hits.map(({ id, title, subtitle, match }) => ({
    id, title, subtitle: subtitle || undefined, match: match || undefined, icon: 'user', run: () => { goTo('/parties/$id', { id }) },
  }))
}
