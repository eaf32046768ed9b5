import type { MessageDescriptor } from '@lingui/core'
import type { IconName } from '../icon-paths'

/** Where a command lives; a narrower scope wins over a wider one on the same key. */
export const scopes = ['global', 'page', 'list', 'record', 'pane', 'dialog'] as const
export type Scope = (typeof scopes)[number]

export interface Command {
  /** Stable, dotted: `parties.create`. */
  id: string
  label: MessageDescriptor
  icon?: IconName
  scope?: Scope
  /** Physical keys: `c`, `g c`, `mod+k`, `shift+e`, `/`, `?`, `Enter`, `Escape`. */
  shortcut?: string | string[]
  /** Also while typing in a field. */
  inFields?: boolean
  permission?: string
  when?: () => boolean
  /** For commands of a row: whether one is current. The key sheet tells of them also while none is. */
  isOnRow?: () => boolean
  /** Kept out of the palette and the key sheet. */
  hidden?: boolean
  /** Only a key: told in the key sheet, of no use in the palette. */
  isKeyOnly?: boolean
  run: (event?: KeyboardEvent) => void
}

export function shortcutsOf({ shortcut = [] }: Command): string[] {
  return typeof shortcut === 'string' ? [shortcut] : shortcut
}
