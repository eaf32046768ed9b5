import type { MessageDescriptor } from '@lingui/core'
import type { QueryKey } from '@tanstack/react-query'
import type { AnyRoute } from '@tanstack/react-router'
import type { ComponentType } from 'react'
import type { CardSection, FeedEntryView } from './card-slots'
import type { IconName } from './icon-paths'
import type { Command } from './commands/command'
import type { SearchProvider } from './commands/search-provider'

export type NavGroup = 'work' | 'processes' | 'money' | 'settings'

export interface NavItem {
  label: MessageDescriptor
  icon: IconName
  to: string
  group: NavGroup
  order: number
  permission?: string
  /** Shown in the tab bar of the phone; at most four are taken, by order. */
  phone?: boolean
  /** Component that shows a live number of things to do, or nothing. */
  Count?: () => number | null
}

/** An entry of the Create menu. */
export interface CreateItem {
  label: MessageDescriptor
  icon: IconName
  order: number
  permission?: string
  run: () => void
}

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

/** How entries of one kind read: icon and words; time and actor are drawn by the feed itself. */
export interface FeedRenderer {
  kind: string
  icon: IconName
  Entry: ComponentType<{ partyId: string; entry: FeedEntry }>
}

export interface Feature {
  name: string
  routes?: AnyRoute[]
  nav?: NavItem[]
  create?: CreateItem[]
  commands?: Command[]
  search?: SearchProvider[]
  /** Small components at the right of the top bar: the bell of notifications. */
  top?: ComponentType[]
  /** What this feature adds to a customer's card; see README, "A customer's card". */
  cardSections?: CardSection[]
  feedEntries?: FeedEntryView[]
  /** Sections of the customer's card, in the related column. */
  cardSections?: CardSection[]
  /** Kinds of entries of the customer's feed that this feature draws. */
  feedRenderers?: FeedRenderer[]
  /** Topic of the live stream to the query keys it makes stale. */
  live?: Record<string, (ids: string[] | null) => QueryKey[]>
}

export function defineFeature(feature: Feature): Feature {
  return feature
}
