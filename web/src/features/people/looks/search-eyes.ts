import { client } from '@/api/client'
import type { SearchHit } from '@/lib/commands/search-provider'
import { lookWanted } from './look-wanted'

/** People by name, for "See Kurator as" of the palette. */
export async function searchEyes(query: string, signal: AbortSignal): Promise<SearchHit[]> {
  const { data = [] } = await client.GET('/api/v1/users', { signal })
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  return data
    .filter((person) => person.is_active && words.every((word) => person.name.toLowerCase().includes(word)))
    .slice(0, 5)
    .map((person) => ({ id: person.id, title: person.name, icon: 'eye', run: () => { lookWanted.set({ id: person.id, name: person.name }) } }))
}
