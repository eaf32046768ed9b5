import type { ComponentType } from 'react'
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

export interface CardPlug {
  cardSections?: CardSection[]
  feedRenderers?: FeedRenderer[]
}

const sections = new Map<string, CardSection>()
const renderers = new Map<string, FeedRenderer>()

/** Called by the shell for each feature. */
export function registerCardPlug(plug: CardPlug): void {
  plug.cardSections?.forEach((section) => sections.set(section.code, section))
  plug.feedRenderers?.forEach((renderer) => renderers.set(renderer.kind, renderer))
}

export function cardSections(place: 'now' | 'related'): CardSection[] {
  return [...sections.values()].filter((section) => (section.place ?? 'related') === place).sort((a, b) => a.order - b.order)
}

export function feedRenderer(kind: string): FeedRenderer | undefined {
  return renderers.get(kind)
}
