import type { Run } from '@/api/bulk-runs'
import { request } from '@/api/request'
import type { components } from '@/api/schema'
import type { Expression } from '../expression/expression'

type Schemas = components['schemas']

export type BulkPreview = Schemas['BulkPreviewOut']
export type ContactKind = Schemas['ContactEditIn']['kind']
export type Find = Partial<Pick<Schemas['TextEditIn'], 'find' | 'where' | 'match_case' | 'new'>>
export type TextEdit = Pick<Schemas['TextEditIn'], 'field' | 'rule'> & Partial<Schemas['TextEditIn']>
export type ContactEdit = Pick<Schemas['ContactEditIn'], 'act' | 'kind'> & Partial<Schemas['ContactEditIn']>
export type BulkAction = Partial<Omit<Schemas['ActionIn'], 'texts' | 'contacts'>> & { texts?: TextEdit[]; contacts?: ContactEdit[] }

/** Ticked customers, or all that the list finds. */
export interface Selection {
  ids?: string[]
  filter?: Expression
  q?: string
}

export function previewBulk(selection: Selection, action: BulkAction, signal?: AbortSignal): Promise<BulkPreview> {
  return request('POST', '/bulk/preview', { body: { selection, action }, signal })
}

export function startBulk(selection: Selection, action: BulkAction, fingerprint?: string): Promise<Run> {
  return request('POST', '/bulk', { body: { selection, action, fingerprint } })
}

export function undoSet(id: string): Promise<Run> {
  return request('POST', `/changes/${id}/undo`, { body: {} })
}

export function recycle(id: string): Promise<void> {
  return request('DELETE', `/parties/${id}`)
}

export function restore(ids: string[]): Promise<{ changed: number }> {
  return request('POST', '/recycle-bin/restore', { body: { ids } })
}

/** For good; `confirmation` is what the person typed. */
export function eraseRecycled(ids: string[], confirmation: string): Promise<{ changed: number }> {
  return request('POST', '/recycle-bin/erase', { body: { ids, confirmation } })
}

export type RecycledRow = Schemas['RecycledOut']

export function listRecycled(query: { q?: string; cursor?: string | null }, signal?: AbortSignal): Promise<Schemas['RecycledPage']> {
  return request('GET', '/recycle-bin', { query, signal })
}
