import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { useSegmentNames } from '@/api/segment-names'
import { useFormat } from '@/lib/format/use-format'
import { Icon } from '@/ui/icon'
import { PickList } from '@/ui/pick-list'
import { Sentence } from '@/ui/sentence'
import { Skeleton } from '@/ui/skeleton'
import { Status } from '@/ui/status'
import { WhyChip } from '@/ui/why-chip'
import { lobbyUid } from '../types'
import { useCanvas } from './canvas-context'
import { LobbyWhy } from './lobby-why'
import css from './strategy.module.css'

/** Whom the strategy serves, and who of them waits without a stage. */
export function SegmentColumn() {
  const { t } = useLingui()
  const format = useFormat()
  const { strategy, editing, changes, expected, canEdit, openPlace, check } = useCanvas()
  const segments = useSegmentNames()
  const { draft, change } = editing
  const chosen = segments.find((segment) => segment.id === draft.segment_id)
  const isRunning = strategy.version_n !== null
  const usesPublished = isRunning && !changes.isSegmentChanged
  const rule = usesPublished ? strategy.segment_rule : (chosen?.sentence ?? '')
  const name = chosen?.name ?? (usesPublished ? strategy.segment_name : '')
  const lobby = strategy.places.find((place) => place.uid === lobbyUid)
  const waiting = isRunning ? (lobby?.members ?? 0) : expected.byPlace.get(lobbyUid)
  const members = format.number(strategy.members)
  const missing = expected.isCounting ? <Skeleton width={56} /> : '—'
  const problem = check?.problems.find((one) => one.loc[0] === 'segment_id')

  return (
    <li className={`${css.stage} ${css.segment}`}>
      <div className={css.node}><span className={`${css.circle} ${css.quiet}`}><Icon name="segment" size={12} /></span></div>
      <div className={css.name}>
        {canEdit
          ? <PickList label={t`Segment: ${name}`} look="field" className={css.pick} options={segments.filter((segment) => !segment.is_closed).map((segment) => ({ value: segment.id, label: segment.name }))} value={draft.segment_id ? [draft.segment_id] : []} isInvalid={problem !== undefined} onPick={([id]) => { if (id) change({ ...draft, segment_id: id }) }}><span className="el">{name || t`Choose a segment`}</span><Icon name="chevron-down" size={12} /></PickList>
          : <span className="sb el">{name}</span>}
      </div>
      <div className={css.count}>
        {isRunning
          ? <button type="button" className={css.big} onClick={() => { openPlace('all') }} aria-label={t`All customers of the strategy: ${members}. Show them`}>{members}</button>
          : <span className={`${css.big} t3`}>{expected.total === null ? missing : format.number(expected.total)}</span>}
        {!isRunning && expected.total !== null && <span className="m t3">{t`customers now`}</span>}
        {isRunning && expected.total !== null && expected.total !== strategy.members && <span className={`${css.would} m num`}>→ {format.number(expected.total)}</span>}
      </div>
      <p className={css.rule} title={rule}>{rule ? <span><Sentence text={rule} /></span> : <span className="t3">{t`Whom the strategy serves`}</span>}</p>
      {draft.segment_id && <Link to={`/segments/${draft.segment_id}`} className="link m">{t`Open the segment`}</Link>}
      {waiting !== undefined && (isRunning || waiting > 0) && (
        <div className={css.lobby}>
          <p className="m t3">{t`No condition holds`}</p>
          {isRunning
            ? <button type="button" className={css.waiting} onClick={() => { openPlace(lobbyUid) }}><Status tone="neutral">{t`${plural(waiting, { one: '# waits', other: '# wait' })}`}</Status></button>
            : <Status tone="neutral">{t`${plural(waiting, { one: '# would wait', other: '# would wait' })}`}</Status>}
          <WhyChip subject={t`Why they wait`}><LobbyWhy /></WhyChip>
        </div>
      )}
      {problem && <p className={css.problem}><Status tone="bad" /> <span>{problem.msg}</span></p>}
    </li>
  )
}
