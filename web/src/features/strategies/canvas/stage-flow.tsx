import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { announce } from '@/lib/announce'
import { useCommands } from '@/lib/commands/use-commands'
import { Icon } from '@/ui/icon'
import { moveStage } from '../draft/draft'
import { useTextIn } from '../draft/use-text-in'
import { useCanvas } from './canvas-context'
import { SegmentColumn } from './segment-column'
import { StageColumn } from './stage-column'
import css from './strategy.module.css'

/** At which edge of a column the dragged stage would come to stand. */
function dropSide(from: number, aimed: number | null, index: number): 'before' | 'after' | undefined {
  if (from < 0 || aimed !== index || from === index) return undefined
  return from > index ? 'before' : 'after'
}

/** Segment, then the stages from left to right. */
export function StageFlow({ onAdd }: { onAdd: () => void }) {
  const { t } = useLingui()
  const { editing, canEdit, changes } = useCanvas()
  const textIn = useTextIn()
  const [dragged, setDragged] = useState<string | null>(null)
  const [aimed, setAimed] = useState<number | null>(null)
  const { draft, change } = editing
  const [focused, setFocused] = useState<string | null>(null)
  const at = draft.stages.findIndex((stage) => stage.uid === focused)

  function move(uid: string, to: number): void {
    const next = moveStage(draft, uid, to)
    if (next === draft) return
    change(next)
    const stage = next.stages[to]
    const [place, total] = [to + 1, next.stages.length]
    const name = textIn(stage?.name) || t`Stage ${place}`
    announce(t`${name}: now stage ${place} of ${total}`)
    setTimeout(() => { document.getElementById(`stage-${uid}`)?.focus() }, 0)
  }

  const stepFocused = (by: 1 | -1) => { if (focused) move(focused, at + by) }
  useCommands(canEdit ? [
    { id: 'strategies.earlier', label: msg`Move the stage earlier`, icon: 'chevron-left', scope: 'page', shortcut: 'alt+ArrowLeft', when: () => at >= 0, run: () => { stepFocused(-1) } },
    { id: 'strategies.later', label: msg`Move the stage later`, icon: 'chevron-right', scope: 'page', shortcut: 'alt+ArrowRight', when: () => at >= 0, run: () => { stepFocused(1) } },
  ] : [])
  return (
    <ol className={css.flow} aria-label={t`Stages`}>
      <SegmentColumn />
      {draft.stages.map((stage, index) => (
        <StageColumn
          key={stage.uid}
          stage={stage}
          index={index}
          onMove={(by) => { move(stage.uid, index + by) }}
          isDragged={dragged === stage.uid}
          drop={dropSide(draft.stages.findIndex((one) => one.uid === dragged), aimed, index)}
          onFocus={() => { setFocused(stage.uid) }}
          onDrag={(isOn) => { setDragged(isOn ? stage.uid : null); setAimed(null) }}
          onAim={() => { setAimed(index) }}
          onDropHere={() => { if (dragged) move(dragged, index) }}
        />
      ))}
      {canEdit && (
        <li className={css.adding}>
          <button type="button" className={css.addStage} onClick={onAdd}><Icon name="plus" size={14} />{t`Stage`}</button>
          {changes.removed.length > 0 && <p className="m t3">{t`Removed:`} {changes.removed.map((place) => place.name).join(', ')}</p>}
        </li>
      )}
    </ol>
  )
}
