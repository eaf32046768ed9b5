import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { OperationsTab } from '../routes'

interface Words {
  title: MessageDescriptor
  remedy: MessageDescriptor
  tab?: OperationsTab
}

/** What needs a person, what to do about it, and where. */
export const attentionWords: Partial<Record<string, Words>> = {
  disk: { title: msg`The disk is filling up`, remedy: msg`Make room soon. Below 5 % nothing can be changed any more.` },
  altered: { title: msg`The past was altered`, remedy: msg`The security log names the days whose seal does not hold. Compare them with a backup of before.` },
  held: { title: msg`Outgoing is held after a restore`, remedy: msg`Look around first. Scenarios and messages wait until you release them.` },
  archive: { title: msg`The log is not handed over to the backups`, remedy: msg`Look at the room and the rights of the backup folder. Until then a restore reaches only the past.`, tab: 'backups' },
  backup_bad: { title: msg`The last proof of a backup failed`, remedy: msg`Take a full backup and prove it: kurator backup --full, kurator backup verify.`, tab: 'backups' },
  backup_old: { title: msg`The newest backup is more than a day old`, remedy: msg`Take one now, and set KURATOR_BACKUP_AT so that it happens by itself.`, tab: 'backups' },
  no_backup: { title: msg`There is no backup yet`, remedy: msg`Take the first one; from then on every instant can be restored.`, tab: 'backups' },
  unknown: { title: msg`Actions with an unknown outcome`, remedy: msg`Ask the peer or look into its account, then say how each ended.`, tab: 'actions' },
  failed_actions: { title: msg`Actions that failed`, remedy: msg`Mend the cause, then retry them.`, tab: 'actions' },
  dead_events: { title: msg`Events that could not be delivered`, remedy: msg`Mend the cause, then replay them.`, tab: 'events' },
  failed_jobs: { title: msg`Background jobs that failed`, remedy: msg`Mend the cause, then retry them.`, tab: 'jobs' },
  webhooks: { title: msg`Messages do not reach a webhook`, remedy: msg`Look into Settings → Webhooks: each attempt stands there with its answer.` },
  late: { title: msg`A queue is late`, remedy: msg`See that the worker runs: its log is in the folder logs.` },
}
