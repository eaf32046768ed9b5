import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { request } from '@/api/request'
import type { components } from '@/api/schema'
import type { SearchHit } from '@/lib/commands/search-provider'
import { saveFrom } from '@/lib/save-file'
import { openFile } from './open-file'

type Schemas = components['schemas']

export type KeptFile = Schemas['FileOut']
export type FileVersion = Schemas['VersionOut']
export type FilePage = Schemas['FilePage']
export type Room = Schemas['RoomOut']
export type Purpose = 'original' | 'thumbnail' | 'picture' | 'text'

/** The record that files are on: `party`, `task`, `note`. */
export interface Place {
  kind: string
  id: string
}

export interface FilesFilter {
  q?: string
  group?: string
  tag?: string
  creator?: string
  in_bin?: boolean
  party_id?: string
  record_id?: string
}

export function filesQuery(filter: FilesFilter) {
  return infiniteQueryOptions({
    queryKey: ['files', 'list', filter],
    queryFn: ({ pageParam, signal }) => request<FilePage>('GET', '/files', { query: { ...filter, cursor: pageParam, limit: 50 }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  })
}

/** One's own files that wait for the note about this customer, the first sent first. */
export function waitingQuery(partyId: string) {
  return queryOptions({
    queryKey: ['files', 'waiting', partyId],
    queryFn: async ({ signal }) => {
      const page = await request<FilePage>('GET', '/files', { query: { party_id: partyId, is_waiting: true, limit: 50 }, signal })
      return page.items.reverse()
    },
  })
}

export function dropWaiting(id: string): Promise<void> {
  return request('DELETE', `/files/${id}/waiting`)
}

export function fileQuery(id: string) {
  return queryOptions({ queryKey: ['files', 'one', id], queryFn: () => request<KeptFile>('GET', `/files/${id}`) })
}

export function versionsQuery(id: string) {
  return queryOptions({ queryKey: ['files', 'versions', id], queryFn: () => request<{ items: FileVersion[] }>('GET', `/files/${id}/versions`) })
}

export function roomQuery(place: Place) {
  return queryOptions({
    queryKey: ['files', 'room', place],
    queryFn: () => request<Room>('GET', '/files/room', { query: { record_kind: place.kind, record_id: place.id } }),
    staleTime: 300_000,
  })
}

export async function linkOf(fileId: string, purpose: Purpose, more: { number?: number; page?: number } = {}): Promise<string> {
  const { url } = await request<{ url: string }>('POST', `/files/${fileId}/link`, { body: { purpose, ...more } })
  return url
}

/** The address is good for a minute, so it is asked for at the moment of the press. */
export async function downloadFile(fileId: string, number?: number): Promise<void> {
  saveFrom(await linkOf(fileId, 'original', { number }))
}

export function changeFile(id: string, body: Schemas['FilePatch']): Promise<KeptFile> {
  return request('PATCH', `/files/${id}`, { body })
}

export function removeFile(id: string): Promise<KeptFile> {
  return request('DELETE', `/files/${id}`)
}

export function restoreFile(id: string): Promise<KeptFile> {
  return request('POST', `/files/${id}/restore`)
}

export function eraseFile(id: string): Promise<void> {
  return request('POST', `/files/${id}/erase`)
}

export function restoreVersion(id: string, number: number): Promise<KeptFile> {
  return request('POST', `/files/${id}/versions/${number}/restore`)
}

interface Hits {
  groups: { kind: string; items: { id: string; title: string; subtitle: string }[] }[]
}

export async function findFiles(query: string, signal: AbortSignal): Promise<SearchHit[]> {
  const { groups } = await request<Hits>('GET', '/search', { query: { q: query }, signal })
  const hits = groups.find((group) => group.kind === 'file')?.items ?? []
  return hits.map(({ id, title, subtitle }) => ({ id, title, subtitle, icon: 'doc', run: () => { openFile(id) } }))
}
