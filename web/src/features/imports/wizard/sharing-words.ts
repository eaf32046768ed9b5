import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { SharedWith } from '../api/mappings'

export const sharingWords: Record<SharedWith, MessageDescriptor> = {
  NOBODY: msg`only me`,
  TEAM: msg`my team`,
  ALL: msg`everybody`,
}
