import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { Tone } from '@/ui/status'
import type { ImportRow, ImportStatus } from '../api/types'

export const statusWords: Record<ImportStatus, MessageDescriptor> = {
  ANALYZING: msg({ message: 'Reading the file', context: 'import' }),
  DRAFT: msg({ message: 'Draft', context: 'import' }),
  CHECKING: msg({ message: 'Checking', context: 'import' }),
  RUNNING: msg({ message: 'Running', context: 'import' }),
  DONE: msg({ message: 'Done', context: 'import' }),
  FAILED: msg({ message: 'Stopped', context: 'import' }),
  CANCELED: msg({ message: 'Canceled', context: 'import' }),
}

/** A finished import with refused rows is something to look at. */
export function toneOf({ status, counts }: Pick<ImportRow, 'status' | 'counts'>): Tone {
  if (status === 'FAILED') return 'bad'
  if (status === 'DONE') return counts.refused > 0 ? 'warn' : 'quiet'
  return status === 'RUNNING' || status === 'CHECKING' || status === 'ANALYZING' ? 'info' : 'neutral'
}
