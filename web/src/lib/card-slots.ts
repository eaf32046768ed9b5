import type { MessageDescriptor } from '@lingui/core'
import type { ComponentType } from 'react'
import type { IconName } from './icon-paths'

export interface CardSectionProps {
  partyId: string
  /** What the server's card section of the same code says; undefined while it is not there. */
  data: unknown
}

/** A section of a customer's card that another feature draws. */
export interface CardSection {
  /** As the server's CardSection: `strategies`, `tasks`. */
  code: string
  /** `now`: what waits for an answer, also in the peek panel and first on a phone. */
  place: 'now' | 'related'
  order: number
  permission?: string
  /** Brings its own `Section`; lazy, so that the plug stays light. Null when there is nothing to tell. */
  Section: ComponentType<CardSectionProps>
}

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

export type FeedGroup = 'notes' | 'tasks' | 'automation' | 'changes'

/** How the feed of a customer shows entries of one kind. */
export interface FeedEntryView {
  /** As the server's FeedEntry: `strategies.moved`, `note`. */
  kind: string
  icon: IconName
  group: FeedGroup
  /** Said by assistive technology before the title. */
  label: MessageDescriptor
  /** One line, the event itself in `<b>`. */
  Title: ComponentType<FeedEntryProps>
  /** The lines under it. */
  Body?: ComponentType<FeedEntryProps>
  /** A WhyChip at the right. */
  Why?: ComponentType<FeedEntryProps>
}

const sections = new Map<string, CardSection>()
const views = new Map<string, FeedEntryView>()

/** Called once by the shell for each feature. */
export function registerCardSlots(plug: { cardSections?: CardSection[]; feedEntries?: FeedEntryView[] }): void {
  plug.cardSections?.forEach((section) => sections.set(section.code, section))
  plug.feedEntries?.forEach((view) => views.set(view.kind, view))
}

export function cardSections(place: CardSection['place']): CardSection[] {
  return [...sections.values()].filter((section) => section.place === place).sort((a, b) => a.order - b.order)
}

export function feedEntryView(kind: string): FeedEntryView | undefined {
  return views.get(kind)
}
