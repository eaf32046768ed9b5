import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { OperationsTab } from '../routes'

interface Known {
  name: MessageDescriptor
  tab?: OperationsTab
}

const known: Partial<Record<string, Known>> = {
  dirty: { name: msg`Changed customers to be placed` },
  outbox: { name: msg`Events to be delivered`, tab: 'events' },
  webhooks: { name: msg`Messages to other programs` },
  actions: { name: msg`Steps of scenarios that are due`, tab: 'actions' },
}

/** Queues of jobs are named by their own codes. */
export function queueOf(code: string): Known & { job?: string } {
  const found = known[code]
  return found ?? { name: msg`Background jobs`, tab: 'jobs', job: code.replace('jobs:', '') }
}
