import type { components } from '@/api/schema'
import type { Locale } from '@/i18n/locale'
import type { LocalizedText } from '@/i18n/texts'
import type { Expression } from '../expression/expression'

type Schemas = components['schemas']

export type Values = Record<string, unknown>
export type PartyRow = Schemas['PartyRow']
type SortKey = Schemas['SortIn']
export type PartyPage = Schemas['PartyPage']
export type PartyCount = Schemas['CountOut']
export type Duplicate = Schemas['DuplicateOut']
export type PartyCreated = Schemas['PartyCreated']
export type HistoryPage = Schemas['HistoryPage']
export type HistoryRow = Schemas['ChangeOut']
export type ChangedField = Schemas['FieldChangeOut']
export type ChangedRow = Pick<HistoryRow, 'id' | 'entity' | 'operation' | 'changes' | 'can_undo'>
export type FeedPage = Schemas['FeedOut']
type ContactKind = Schemas['ContactPointIn']['kind']
export type ContactPoint = Omit<Schemas['ContactPointOut'], 'kind'> & { kind: ContactKind }

export type Party = Omit<Schemas['PartyOut'], 'contact_points' | 'lang' | 'name'> & {
  contact_points: ContactPoint[]
  lang: Locale
  name: LocalizedText
}

export type Card = Omit<Schemas['CardOut'], 'party'> & { party: Party }

/** What `/parties/search` takes. */
export interface ListQuery {
  filter?: Expression
  q?: string
  sort?: SortKey[]
  columns?: string[]
  /** Only what others shared with the viewer. */
  shared?: boolean
}

export type Total = Schemas['TotalIn']
export type Totals = Schemas['TotalsOut']
export type Group = Omit<Schemas['GroupOut'], 'filter'> & { filter: Expression }
export type Audience = Schemas['AudienceOut']

/** What a saved view keeps: a list, how it is divided and what is reckoned under it. */
export interface ViewQuery extends ListQuery {
  group?: string
  totals?: Total[]
}

export type SavedView = Omit<Schemas['ViewOut'], 'query'> & { query: ViewQuery }

/** One field of the answer `parties.edit_conflict`. */
export interface Conflict {
  field: string
  base: unknown
  theirs: unknown
  mine: unknown
  changed_by: string | null
  changed_at: string | null
}
