import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { OperationsTab } from '../routes'

interface Known {
  name: MessageDescriptor
  tab?: OperationsTab
  /** The code, where it says more than the name. */
  job?: string
}

const known: Partial<Record<string, Known>> = {
  dirty: { name: msg`Changed customers to be placed` },
  outbox: { name: msg`Events to be delivered`, tab: 'events' },
  webhooks: { name: msg`Messages to other programs` },
  'jobs:short': { name: msg`Short background jobs`, tab: 'jobs' },
  'jobs:default': { name: msg`Short background jobs`, tab: 'jobs' },
  'jobs:long': { name: msg`Long background jobs: imports and exports`, tab: 'jobs' },
  actions: { name: msg`Steps of scenarios that are due`, tab: 'actions' },
}

/** A queue that no page knows, of another program on the same database, is named by its code. */
export function queueOf(code: string): Known {
  const found = known[code]
  return found ?? { name: msg`Background jobs`, tab: 'jobs', job: code.replace('jobs:', '') }
}
