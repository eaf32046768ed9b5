import { Plural, useLingui } from '@lingui/react/macro'
import { useState, type KeyboardEvent } from 'react'
import { goTo } from '@/lib/router-link'
import { Icon } from '@/ui/icon'
import { IconButton } from '@/ui/icon-button'
import { Menu } from '@/ui/menu'
import type { Team } from '../api/teams'
import css from './teams.module.css'
import type { Branch } from './tree'

interface Props {
  row: Branch
  isCurrent: boolean
  canDrop: (id: string) => boolean
  onCurrent: () => void
  onKey: (event: KeyboardEvent) => void
  onDrop: (id: string) => void
  onEdit: (team: Team) => void
  onAdd: (team: Team) => void
  onRemove: (team: Team) => void
}

const kind = 'application/x-kurator-team'

/** One team in the tree: dragged by hand, moved by Alt and the arrows. */
export function TeamRow({ row, isCurrent, canDrop, onCurrent, onKey, onDrop, onEdit, onAdd, onRemove }: Props) {
  const { t } = useLingui()
  const [isOver, setOver] = useState(false)
  const { team } = row
  const { name } = team
  const isEmpty = team.people === 0 && !row.hasTeams
  return (
    <div
      role="treeitem"
      aria-level={row.depth + 1}
      aria-selected={isCurrent}
      aria-expanded={row.hasTeams || undefined}
      aria-label={team.name}
      tabIndex={isCurrent ? 0 : -1}
      data-team={team.id}
      data-over={isOver || undefined}
      className={css.row}
      style={{ paddingLeft: 12 + row.depth * 24 }}
      draggable
      onClick={onCurrent}
      onFocus={onCurrent}
      onDoubleClick={() => { onEdit(team) }}
      onKeyDown={onKey}
      onDragStart={(event) => { event.dataTransfer.setData(kind, team.id); event.dataTransfer.setData('text/plain', team.id); event.dataTransfer.effectAllowed = 'move' }}
      onDragOver={(event) => { if (event.dataTransfer.types.includes(kind)) { event.preventDefault(); event.stopPropagation(); setOver(true) } }}
      onDragLeave={() => { setOver(false) }}
      onDrop={(event) => { event.preventDefault(); event.stopPropagation(); setOver(false); const id = event.dataTransfer.getData('text/plain'); if (canDrop(id)) onDrop(id) }}
    >
      <Icon name="grip" size={14} className={css.grip} />
      <span className="el b">{team.name}</span>
      <button type="button" className="link m num" tabIndex={-1} onClick={() => { goTo('/people', {}, { team: team.id }) }}><Plural value={team.people} one="# person" few="# people" many="# people" other="# people" /></button>
      <span className="grow" />
      <Menu
        position="bottom-end"
        target={<IconButton size="sm" icon="more" label={t`Actions for the team ${name}`} withTooltip={false} />}
        sections={[
          { id: 'change', items: [
            { id: 'edit', label: t`Rename or move`, icon: 'note', keys: 'Enter', run: () => { onEdit(team) } },
            { id: 'add', label: t`New team below`, icon: 'plus', run: () => { onAdd(team) } },
          ] },
          { id: 'remove', items: [{ id: 'remove', label: isEmpty ? t`Remove` : t`Remove (only when empty)`, icon: 'trash', isDanger: true, isDisabled: !isEmpty, run: () => { onRemove(team) } }] },
        ]}
      />
    </div>
  )
}
