import { useRef, type KeyboardEvent } from 'react'
import css from './tabs.module.css'

export interface Tab<T extends string> {
  value: T
  label: string
  count?: number | string
}

interface Props<T extends string> {
  label: string
  tabs: Tab<T>[]
  value: T
  onChange: (value: T) => void
  /** Id of the region the tabs switch, which should have role="tabpanel". */
  panelId?: string
}

const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1 }

export function Tabs<T extends string>({ label, tabs, value, onChange, panelId }: Props<T>) {
  const list = useRef<HTMLDivElement>(null)

  function move(event: KeyboardEvent): void {
    const step = steps[event.key]
    if (!step) return
    event.preventDefault()
    const at = (tabs.findIndex((tab) => tab.value === value) + step + tabs.length) % tabs.length
    const next = tabs[at]
    if (next) onChange(next.value)
    list.current?.querySelectorAll('button')[at]?.focus()
  }

  return (
    <div className={css.tabs} role="tablist" aria-label={label} ref={list} onKeyDown={move}>
      {tabs.map((tab) => (
        <button key={tab.value} type="button" role="tab" className={css.tab} aria-selected={tab.value === value} aria-controls={panelId} tabIndex={tab.value === value ? 0 : -1} onClick={() => { onChange(tab.value) }}>
          {tab.label}
          {tab.count !== undefined && <span className={css.count}>{tab.count}</span>}
        </button>
      ))}
    </div>
  )
}
