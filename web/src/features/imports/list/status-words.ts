import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { Tone } from '@/ui/status'
import type { ImportRow, ImportStatus } from '../api/types'

export const statusWords: Record<ImportStatus, MessageDescriptor> = {
  ANALYZING: msg`Reading the file`, DRAFT: msg`Draft`, CHECKING: msg`Checking`, RUNNING: msg`Running`, DONE: msg`Done`, FAILED: msg`Stopped`, CANCELED: msg`Canceled`,
}

/** A finished import with refused rows is something to look at. */
export function toneOf({ status, counts }: Pick<ImportRow, 'status' | 'counts'>): Tone {
  if (status === 'FAILED') return 'bad'
  if (status === 'DONE') return counts.refused > 0 ? 'warn' : 'quiet'
  return status === 'RUNNING' || status === 'CHECKING' || status === 'ANALYZING' ? 'info' : 'neutral'
}
