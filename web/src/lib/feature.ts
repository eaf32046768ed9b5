import type { MessageDescriptor } from '@lingui/core'
import type { QueryKey } from '@tanstack/react-query'
import type { ComponentType } from 'react'
import type { CardPlug } from './card-slots'
import type { RecordPlug } from './record-slots'
import type { IconName } from './icon-paths'
import type { Command } from './commands/command'
import type { SearchProvider } from './commands/search-provider'

/** `data`, `access` and `settings` fold away, and stand behind one icon each when the navigation is a rail. */
export type NavGroup = 'work' | 'processes' | 'money' | 'data' | 'access' | 'settings'

interface NavItem {
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
interface CreateItem {
  label: MessageDescriptor
  icon: IconName
  order: number
  permission?: string
  run: () => void
}

/** Routes stand in `routes.ts` beside it. `cardSections`, `feedRenderers`, `recordSections`: see README, "A customer's card". */
export interface Feature extends CardPlug, RecordPlug {
  name: string
  nav?: NavItem[]
  create?: CreateItem[]
  commands?: Command[]
  search?: SearchProvider[]
  /** Small components at the right of the top bar: the bell of notifications. */
  top?: ComponentType[]
  /** Topic of the live stream to the query keys it makes stale. */
  live?: Record<string, (ids: string[] | null) => QueryKey[]>
}

export function defineFeature(feature: Feature): Feature {
  return feature
}
