import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { Tone } from '@/ui/status'
import type { Person } from '../api/people'

export const stateWords: Record<Person['state'], { label: MessageDescriptor; tone: Tone }> = {
  active: { label: msg`active`, tone: 'quiet' },
  invited: { label: msg`invited`, tone: 'info' },
  disabled: { label: msg`disabled`, tone: 'neutral' },
}
