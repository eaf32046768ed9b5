import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { FeedEntryProps } from '@/lib/card-slots'
import type { ChangedField, ChangedRow } from '../api/types'
import { useChannelName } from './channel-names'
import css from './feed.module.css'
import { useChangeText } from './use-change-text'

const contactMain = ['party.contact', 'party.contact_kind']

function mainOf(row: ChangedRow): ChangedField | undefined {
  return row.changes.find((change) => change.field === 'party.contact') ?? row.changes[0]
}

/** One changed row in words: a field with its old and new value, or a contact or tag that came or went. */
function RowWords({ row, end }: { row: ChangedRow; end?: ReactNode }) {
  const { t } = useLingui()
  const changeText = useChangeText()
  const main = mainOf(row)
  if (!main) return null
  const { before, after } = changeText(main)
  if (row.entity === 'tag') return row.operation === 'D' ? <><b>{t`Tag removed`}</b> {before} {end}</> : <><b>{t`Tag added`}</b> {after} {end}</>
  if (row.entity === 'contact_point' && row.operation === 'I') return <><b>{t`Contact added`}</b> {after} {end}</>
  if (row.entity === 'contact_point' && row.operation === 'D') return <><b>{t`Contact removed`}</b> {before} {end}</>
  const shown = row.entity === 'party' ? row.changes : row.changes.filter((change) => contactMain.includes(change.field) || row.operation === 'U')
  return shown.map((change) => {
    const words = changeText(change)
    return (
      <div key={change.field} className={css.change}>
        <b className="t1">{words.label}:</b> {words.before && <><span>{words.before}</span><span className={css.arrow}>→</span></>}<span className="t1">{words.after || t`empty`}</span> {end}
      </div>
    )
  })
}

interface ChangeDetails {
  channel: string
  reason: string
  actor_kind: string
  rows: ChangedRow[]
}

function Source({ entry }: Pick<FeedEntryProps, 'entry'>) {
  const channelName = useChannelName()
  const { channel, reason } = entry.details as unknown as ChangeDetails
  const where = channel === 'web' ? '' : channelName(channel)
  return <span className="m t3">{[entry.actor, where, reason].filter(Boolean).join(', ')}</span>
}

export function ChangeEntry({ entry }: FeedEntryProps) {
  const { rows } = entry.details as unknown as ChangeDetails
  const source = <Source entry={entry} />
  const only = rows.length === 1 && rows[0]?.entity !== 'party' ? rows[0] : rows.length === 1 && rows[0]?.changes.length === 1 ? rows[0] : undefined
  if (only) return <RowWords row={only} end={source} />
  return <>{rows.map((row) => <div key={row.id}><RowWords row={row} /></div>)}{source}</>
}

export function CreatedEntry({ entry }: FeedEntryProps) {
  const { t } = useLingui()
  return <div><b>{t`Customer created`}</b> <Source entry={entry} /></div>
}
