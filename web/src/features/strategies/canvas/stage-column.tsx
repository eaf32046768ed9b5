import { useLingui } from '@lingui/react/macro'
import type { DragEvent, KeyboardEvent } from 'react'
import { Icon } from '@/ui/icon'
import { Sentence } from '@/ui/sentence'
import { Status } from '@/ui/status'
import { stageMark } from '../draft/changes'
import { useStageRule } from '../draft/use-stage-rule'
import { useTextIn } from '../draft/use-text-in'
import type { Place, StageDraft } from '../types'
import { useCanvas } from './canvas-context'
import { PlaceCount } from './place-count'
import { StageMenu } from './stage-menu'
import { StageSteps } from './stage-steps'
import css from './strategy.module.css'

interface Props {
  stage: StageDraft
  index: number
  onMove: (by: 1 | -1) => void
  onFocus: () => void
  isDragged: boolean
  drop: 'before' | 'after' | undefined
  onAim: () => void
  onDrag: (isOn: boolean) => void
  onDropHere: () => void
}

const steps: Record<string, 1 | -1> = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }

/** Without a copy of the running version: does the stage read otherwise than it did when published. */
function isOtherwise(name: string, rule: string, stage: StageDraft, place: Place): boolean {
  const refersToSegments = JSON.stringify(stage.entry).includes('in_segment')
  return name !== place.name || (rule !== '' && rule !== place.rule && !refersToSegments)
}

export function StageColumn({ stage, index, onMove, onFocus, isDragged, drop, onAim, onDrag, onDropHere }: Props) {
  const { t } = useLingui()
  const { strategy, published, check, canEdit, openStage } = useCanvas()
  const textIn = useTextIn()
  const number = index + 1
  const name = textIn(stage.name) || t`Stage ${number}`
  const place = strategy.places.find((one) => one.uid === stage.uid)
  const known = stageMark(stage, strategy.places, published)
  const rule = useStageRule(stage.entry, known === null && published ? place?.rule : undefined)
  const mark = known ?? (published === null && place && isOtherwise(name, rule, stage, place) ? 'changed' : null)
  // The check speaks of the draft as it was saved; meanwhile the stage may have been moved.
  const checkedAt = strategy.draft.stages.findIndex((one) => one.uid === stage.uid)
  const here = (loc: (string | number)[]) => loc[0] === 'stages' && loc[1] === checkedAt
  const problems = check?.problems.filter((one) => here(one.loc)) ?? []
  const warnings = check?.warnings.filter((one) => here(one.loc)) ?? []

  function onKeyDown(event: KeyboardEvent): void {
    const by = event.altKey ? steps[event.key] : undefined
    if (!by || !canEdit) return
    event.preventDefault()
    event.stopPropagation()
    onMove(by)
  }

  function onDragStart(event: DragEvent): void {
    event.dataTransfer.effectAllowed = 'move'
    event.dataTransfer.setData('text/plain', name)
    const column = event.currentTarget.closest('li')
    if (column) event.dataTransfer.setDragImage(column, 20, 20)
    onDrag(true)
  }

  return (
    <li className={css.stage} data-dragged={isDragged || undefined} data-drop={drop} onFocus={onFocus} onKeyDown={onKeyDown} onDragOver={(event) => { event.preventDefault(); onAim() }} onDrop={(event) => { event.preventDefault(); onDropHere() }}>
      <div className={css.node}>
        <button type="button" id={`stage-${stage.uid}`} className={css.circle} draggable={canEdit} onDragStart={onDragStart} onDragEnd={() => { onDrag(false) }} onClick={() => { openStage(stage.uid) }} aria-label={canEdit ? t`Stage ${number}, ${name}: open; Alt with arrows moves it` : t`Stage ${number}, ${name}`}>
          {number}
        </button>
      </div>
      <div className={css.name}>
        <button type="button" className="el sb" title={name} onClick={() => { openStage(stage.uid) }}>{name}</button>
        {mark === 'new' && <span className={`${css.mark} m`}>{t({ message: 'new', context: 'stage' })}</span>}
        {mark === 'changed' && <span className={`${css.mark} m`}>{t({ message: 'changed', context: 'stage' })}</span>}
        {canEdit && <StageMenu stage={stage} index={index} onMove={onMove} />}
      </div>
      <PlaceCount uid={stage.uid} place={place} />
      <button type="button" className={css.rule} onClick={() => { openStage(stage.uid) }} title={rule}>
        {rule ? <span><Sentence text={rule} /></span> : <span className="t3">{stage.entry ? '…' : t`No condition yet`}</span>}
      </button>
      <StageSteps stage={stage} />
      {problems.map((problem) => <p key={problem.loc.join() + problem.code} className={css.problem}><Status tone="bad" /> <span>{problem.msg}</span></p>)}
      {warnings.map((warning) => <p key={warning.loc.join() + warning.code} className={css.warning}><Icon name="refresh" size={12} /> <span>{warning.msg}</span></p>)}
    </li>
  )
}
