import type { MessageDescriptor } from '@lingui/core'
import type { IconName } from '../icon-paths'

export interface SearchHit {
  id: string
  title: string
  subtitle?: string
  /** What was matched when it is not the title, e.g. a phone number. */
  match?: string
  icon?: IconName
  run: () => void
}

export interface SearchProvider {
  id: string
  label: MessageDescriptor
  permission?: string
  search: (query: string, signal: AbortSignal) => Promise<SearchHit[]>
}
