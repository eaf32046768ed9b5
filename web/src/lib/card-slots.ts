import type { ComponentType, ReactNode } from 'react'
import type { IconName } from './icon-paths'

export interface CardSectionProps {
  partyId: string
  /** What the server's section of the same code answered; null when the viewer may not see it. */
  data: unknown
}

/** A part of a customer's card that another domain fills. May be `lazy()`. */
export interface CardSection {
  /** Code of the server's card section: `strategies`, `tasks`. */
  code: string
  order: number
  /** `now` is also in the peek panel and first on a phone; `related` unless told. */
  place?: 'now' | 'related'
  permission?: string
  Section: ComponentType<CardSectionProps>
}

/** One line of a customer's feed as the server writes it. */
export interface FeedEntry {
  id: string
  at: string
  kind: string
  actor: string
  details: Record<string, unknown>
}

export interface FeedEntryProps {
  partyId: string
  entry: FeedEntry
}

/** How entries of one kind read: icon and words; time and actor are drawn by the feed itself. */
export interface FeedRenderer {
  kind: string
  icon: IconName
  /** Under which filter of the feed; `automation` unless told. */
  group?: 'notes' | 'tasks' | 'automation' | 'changes'
  /** The event in `<b>`, more words after it, further lines as blocks. */
  Entry: ComponentType<FeedEntryProps>
  /** A WhyChip, drawn before the time. */
  Why?: ComponentType<FeedEntryProps>
}

/** What will come along with a note. */
export interface NoteAttachments {
  ids: string[]
  /** Something is still on its way. */
  isSending: boolean
  /** Something did not arrive, and is neither sent again nor taken off yet. */
  hasFailed: boolean
}

export interface NoteFilesProps {
  partyId: string
  onChange: (attachments: NoteAttachments) => void
  /** The field that the note is written in: files are dropped and pasted on it. */
  children: ReactNode
}

export interface CardPlug {
  cardSections?: CardSection[]
  feedRenderers?: FeedRenderer[]
  /** Takes files while a note is being written; not `lazy()`, or the field would be made anew under the hand. */
  NoteFiles?: ComponentType<NoteFilesProps>
}

const sections = new Map<string, CardSection>()
const renderers = new Map<string, FeedRenderer>()
const note: Pick<CardPlug, 'NoteFiles'> = {}

/** Called by the shell for each feature. */
export function registerCardPlug(plug: CardPlug): void {
  plug.cardSections?.forEach((section) => sections.set(section.code, section))
  plug.feedRenderers?.forEach((renderer) => renderers.set(renderer.kind, renderer))
  if (plug.NoteFiles) note.NoteFiles = plug.NoteFiles
}

export function noteSlot(): Pick<CardPlug, 'NoteFiles'> {
  return note
}

export function cardSections(place: 'now' | 'related'): CardSection[] {
  return [...sections.values()].filter((section) => (section.place ?? 'related') === place).sort((a, b) => a.order - b.order)
}

export function feedRenderer(kind: string): FeedRenderer | undefined {
  return renderers.get(kind)
}
