import { useLingui } from '@lingui/react/macro'
import { Suspense } from 'react'
import { useCan } from '@/api/permissions'
import { feedRenderer, type FeedEntry, type FeedRenderer } from '@/lib/card-slots'
import { useFormat } from '@/lib/format/use-format'
import { ErrorBoundary } from '@/ui/error-boundary'
import { Icon } from '@/ui/icon'
import { IconButton } from '@/ui/icon-button'
import type { ChangedRow } from '../api/types'
import { useUndoChange } from '../record/use-undo-change'
import css from './feed.module.css'
import { ownRenderer } from './own-renderers'

export function rendererOf(kind: string): FeedRenderer | undefined {
  return feedRenderer(kind) ?? ownRenderer(kind)
}

function UndoButton({ partyId, entry }: { partyId: string; entry: FeedEntry }) {
  const { t } = useLingui()
  const can = useCan()
  const undo = useUndoChange(partyId)
  const rows = Array.isArray(entry.details.rows) ? (entry.details.rows as ChangedRow[]) : []
  const only = rows.length === 1 ? rows[0] : undefined
  if (entry.kind !== 'change' || !only?.can_undo || !can('parties.edit')) return null
  return <span className={css.undo}><IconButton size="sm" icon="undo" label={t`Take back`} onClick={() => { undo(only.id) }} /></span>
}

interface Props {
  partyId: string
  entry: FeedEntry
  /** Of a note: what came with it. */
  files?: FeedEntry[]
}

/** One event: what its own feature says of it, why, and when. */
export function FeedLine({ partyId, entry, files = [] }: Props) {
  const format = useFormat()
  const renderer = rendererOf(entry.kind)
  const Entry = renderer?.Entry
  const Why = renderer?.Why
  return (
    <li className={css.entry}>
      <span className={css.icon}><Icon name={renderer?.icon ?? 'record'} size={14} /></span>
      <div className={css.body}>
        <ErrorBoundary>
          <Suspense fallback={null}>{Entry ? <Entry partyId={partyId} entry={entry} /> : <span className="t2">{entry.actor || entry.kind}</span>}</Suspense>
          {files.map((file) => { const File = rendererOf(file.kind)?.Entry; return File && <Suspense key={file.id} fallback={null}><div className={css.file}><Icon name="attach" size={14} /><div><File partyId={partyId} entry={file} /></div></div></Suspense> })}
        </ErrorBoundary>
      </div>
      <span className={css.side}>
        <UndoButton partyId={partyId} entry={entry} />
        {Why && <Suspense fallback={null}><Why partyId={partyId} entry={entry} /></Suspense>}
        <time className={css.time} dateTime={entry.at}>{format.instant(entry.at)}</time>
      </span>
    </li>
  )
}
