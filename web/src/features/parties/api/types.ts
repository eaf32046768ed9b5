import type { FeedEntry } from '@/lib/card-slots'
import type { Expression } from '../expression/expression'

export type Values = Record<string, unknown>

export interface PartyRow {
  id: string
  number: number
  display_name: string
  kind: string
  values: Values
}

export interface SortKey {
  field: string
  desc: boolean
}

/** What `/parties/search` takes and a saved view keeps. */
export interface ListQuery {
  filter?: Expression
  q?: string
  sort?: SortKey[]
  columns?: string[]
}

export interface PartyPage {
  items: PartyRow[]
  next_cursor: string | null
}

export interface PartyCount {
  count: number
  is_exact: boolean
}

export interface SavedView {
  id: string
  name: string
  query: ListQuery
  position: number
}

export interface Conflict {
  field: string
  base: unknown
  theirs: unknown
  mine: unknown
  changed_by: string | null
  changed_at: string | null
}

export interface Duplicate {
  matched: string
  value: string
  party_id: string | null
  number: number | null
  display_name: string | null
  team: string
}

export interface ContactPoint {
  id: string
  kind: 'PHONE' | 'EMAIL' | 'MESSENGER' | 'WEBSITE' | 'ADDRESS'
  value: string
  norm: string
  extension: string
  label: string
  is_preferred: boolean
}

export type Texts = Partial<Record<'ru' | 'uk' | 'en', string>>

export interface Party {
  id: string
  number: number
  kind: string
  display_name: string
  name: Texts
  lang: 'ru' | 'uk' | 'en'
  version: number
  owner: { id: string; name: string } | null
  contact_points: ContactPoint[]
  tags: { id: string; name: string }[]
  completeness: { percent: number; missing: string[] }
  values: Values
}

export interface FeedPage {
  items: FeedEntry[]
  next_before: string | null
}

export interface Card {
  party: Party
  sections: Record<string, unknown>
  feed: FeedPage
}

export interface ChangedField {
  field: string
  label: string
  old: unknown
  new: unknown
  old_label: string
  new_label: string
}

export interface ChangedRow {
  id: string
  entity: string
  operation: 'I' | 'U' | 'D'
  changes: ChangedField[]
  can_undo: boolean
}

export interface HistoryRow extends ChangedRow {
  at: string
  actor: { kind: string; id: string; name: string }
  channel: string
  addr: string
  reason: string
}

export interface HistoryPage {
  items: HistoryRow[]
  next_cursor: string | null
}
