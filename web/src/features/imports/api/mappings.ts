import { queryOptions } from '@tanstack/react-query'
import { request } from '@/api/request'
import type { components } from '@/api/schema'
import type { Import } from './types'

type Schemas = components['schemas']

export type SavedMapping = Schemas['SavedMappingOut']
export type SharedWith = SavedMapping['shared_with']
export type Offer = Schemas['OfferOut']
export type Preset = Schemas['PresetOut']

export const mappingsQuery = queryOptions({
  queryKey: ['imports', 'mappings'],
  queryFn: ({ signal }) => request<SavedMapping[]>('GET', '/imports/mappings', { signal }),
})

export const presetsQuery = queryOptions({
  queryKey: ['imports', 'presets'],
  queryFn: ({ signal }) => request<Preset[]>('GET', '/imports/presets', { signal }),
  staleTime: Infinity,
})

export function saveMapping(body: { import_id: string; name: string; shared_with: SharedWith }): Promise<SavedMapping> {
  return request('POST', '/imports/mappings', { body })
}

export function changeMapping(id: string, body: { name?: string; shared_with?: SharedWith }): Promise<SavedMapping> {
  return request('PATCH', `/imports/mappings/${id}`, { body })
}

export function deleteMapping(id: string): Promise<void> {
  return request('DELETE', `/imports/mappings/${id}`)
}

export function applyMapping(id: string, offer: Pick<Offer, 'kind' | 'id'>): Promise<Import> {
  return request('POST', `/imports/${id}/apply`, { body: offer.kind === 'mapping' ? { mapping_id: offer.id } : { preset: offer.id } })
}
