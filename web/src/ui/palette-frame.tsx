import { useLingui } from '@lingui/react/macro'
import { Modal } from '@mantine/core'
import { useId, useState, type KeyboardEvent } from 'react'
import type { IconName } from '@/lib/icon-paths'
import { Icon } from './icon'
import { Kbd } from './kbd'
import css from './palette-frame.module.css'
import { ThinBar } from './thin-bar'

export interface PaletteLine {
  id: string
  title: string
  subtitle?: string
  match?: string
  icon?: IconName
  keys?: string
  run: () => void
}

export interface PaletteGroup {
  id: string
  title: string
  lines: PaletteLine[]
}

interface Props {
  query: string
  onQuery: (query: string) => void
  groups: PaletteGroup[]
  isBusy: boolean
  placeholder: string
  onRun: (line: PaletteLine) => void
  onClose: () => void
}

const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 }

export function PaletteFrame({ query, onQuery, groups, isBusy, placeholder, onRun, onClose }: Props) {
  const { t } = useLingui()
  const listId = useId()
  const [at, setAt] = useState(0)
  const lines = groups.flatMap((group) => group.lines)
  const current = Math.min(at, lines.length - 1)

  function onKeyDown(event: KeyboardEvent): void {
    const step = steps[event.key]
    if (step && lines.length > 0) {
      event.preventDefault()
      const next = (current + step + lines.length) % lines.length
      setAt(next)
      document.getElementById(`${listId}-${next}`)?.scrollIntoView({ block: 'nearest' })
    }
    const line = lines[current]
    if (event.key === 'Enter' && line) {
      event.preventDefault()
      onRun(line)
    }
  }

  function renderLine(line: PaletteLine) {
    const index = lines.indexOf(line)
    return (
      <div key={line.id} id={`${listId}-${index}`} role="option" aria-selected={index === current} className={css.line} onMouseMove={() => { setAt(index) }} onClick={() => { onRun(line) }}>
        {line.icon && <Icon name={line.icon} size={14} />}
        <span className="el">{line.title}</span>
        {line.subtitle && <span className="el m t3">{line.subtitle}</span>}
        <span className="grow" />
        {line.match && <span className="num m t2">{line.match}</span>}
        {line.keys && <Kbd keys={line.keys} />}
      </div>
    )
  }

  return (
    <Modal.Root opened onClose={onClose} size={640} transitionProps={{ duration: 0 }} padding={0} yOffset="10vh">
      <Modal.Overlay />
      <Modal.Content aria-label={placeholder}>
        <Modal.Body>
          <div className={css.field}>
            <Icon name="search" />
            <input
              data-autofocus
              className={css.input}
              value={query}
              placeholder={placeholder}
              role="combobox"
              aria-label={placeholder}
              aria-expanded
              aria-controls={listId}
              aria-activedescendant={lines.length > 0 ? `${listId}-${current}` : undefined}
              onChange={(event) => { onQuery(event.currentTarget.value); setAt(0) }}
              onKeyDown={onKeyDown}
            />
            <Kbd keys="Escape" />
          </div>
          <ThinBar isActive={isBusy} />
          <div className={css.list} id={listId} role="listbox" aria-label={placeholder}>
            {groups.map((group) => (
              <div key={group.id} role="group" aria-label={group.title}>
                <div className={css.group} aria-hidden>{group.title}</div>
                {group.lines.map(renderLine)}
              </div>
            ))}
            {lines.length === 0 && !isBusy && <p className={css.none} role="status">{t`Nothing found. Try a name, a phone number or a tax number.`}</p>}
          </div>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}
