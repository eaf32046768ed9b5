import { useLingui } from '@lingui/react/macro'
import { useMemo, useRef, useState, type KeyboardEvent } from 'react'
import type { Team } from '../api/teams'
import { TeamRow } from './team-row'
import css from './teams.module.css'
import { branchesOf, siblingAbove, withTeamsBelow } from './tree'

interface Props {
  teams: Team[]
  onMove: (team: Team, to: string | null) => void
  onEdit: (team: Team) => void
  onAdd: (team: Team) => void
  onRemove: (team: Team) => void
}

export function TeamTree({ teams, onMove, onEdit, onAdd, onRemove }: Props) {
  const { t } = useLingui()
  const rows = useMemo(() => branchesOf(teams), [teams])
  const [current, setCurrent] = useState(rows[0]?.team.id)
  const [isOverTop, setOverTop] = useState(false)
  const [isDragging, setDragging] = useState(false)
  const tree = useRef<HTMLDivElement>(null)
  const currentId = rows.some((row) => row.team.id === current) ? current : rows[0]?.team.id
  const find = (id: string) => teams.find((team) => team.id === id)

  function press(event: KeyboardEvent, at: number): void {
    const row = rows[at]
    if (!row || event.target !== event.currentTarget) return
    const focus = (index: number) => {
      const next = rows[index]
      if (!next) return
      setCurrent(next.team.id)
      tree.current?.querySelector<HTMLElement>(`[data-team="${next.team.id}"]`)?.focus()
    }
    const outward = find(row.team.parent_id ?? '')
    const acts: Record<string, () => void> = event.altKey
      ? {
          ArrowRight: () => { const into = siblingAbove(rows, at); if (into) onMove(row.team, into.id) },
          ArrowLeft: () => { if (outward) onMove(row.team, outward.parent_id) },
        }
      : {
          ArrowDown: () => { focus(at + 1) },
          ArrowUp: () => { focus(at - 1) },
          ArrowLeft: () => { focus(rows.findIndex((one) => one.team.id === row.team.parent_id)) },
          ArrowRight: () => { if (row.hasTeams) focus(at + 1) },
          Home: () => { focus(0) },
          End: () => { focus(rows.length - 1) },
          Enter: () => { onEdit(row.team) },
          F2: () => { onEdit(row.team) },
          Delete: () => { if (row.team.people === 0 && !row.hasTeams) onRemove(row.team) },
        }
    const act = acts[event.key]
    if (!act) return
    event.preventDefault()
    event.stopPropagation()
    act()
  }

  function drop(id: string, to: string | null): void {
    const team = find(id)
    if (team) onMove(team, to)
  }

  return (
    <>
      <div role="tree" aria-label={t`Teams`} ref={tree} className={css.tree} onDragStart={() => { setDragging(true) }} onDragEnd={() => { setDragging(false) }}>
        {rows.map((row, at) => (
          <TeamRow
            key={row.team.id}
            row={row}
            isCurrent={row.team.id === currentId}
            canDrop={(id) => !withTeamsBelow(teams, id).has(row.team.id)}
            onCurrent={() => { setCurrent(row.team.id) }}
            onKey={(event) => { press(event, at) }}
            onDrop={(id) => { drop(id, row.team.id) }}
            onEdit={onEdit}
            onAdd={onAdd}
            onRemove={onRemove}
          />
        ))}
      </div>
      <div
        className={css.top}
        data-dragging={isDragging || undefined}
        data-over={isOverTop || undefined}
        onDragOver={(event) => { event.preventDefault(); setOverTop(true) }}
        onDragLeave={() => { setOverTop(false) }}
        onDrop={(event) => { event.preventDefault(); setOverTop(false); drop(event.dataTransfer.getData('text/plain'), null) }}
      >
        {t`Drop here to put a team at the top`}
      </div>
      <p className={`${css.hint} ${css.keys} m t3`}>{t`Drag a team onto another one, or use Alt with the left and right arrows. Supervisors see the teams below theirs at once.`}</p>
    </>
  )
}
