import { useLingui } from '@lingui/react/macro'
import { useState, type DragEvent, type HTMLAttributes, type KeyboardEvent, type ReactNode } from 'react'
import { announce } from '@/lib/announce'
import { Icon } from '../icon'
import { useBuilder } from './builder-context'
import css from './expression-builder.module.css'

interface NodeFrame {
  /** For the `li` of the node. */
  frame: HTMLAttributes<HTMLLIElement> & { 'data-node': string }
  /** To drag it by; takes Alt with arrows. */
  grip: ReactNode
}

const dragType = 'application/x-kurator-condition'
const steps: Record<string, 1 | -1> = { ArrowUp: -1, ArrowDown: 1 }

/** What rows and groups share: a grip, a place to drop on, and moving by keys. */
export function useNodeFrame(id: string, label: string): NodeFrame {
  const { t } = useLingui()
  const builder = useBuilder()
  const [edge, setEdge] = useState<'above' | 'below' | null>(null)

  function onKeyDownCapture(event: KeyboardEvent): void {
    const by = event.altKey ? steps[event.key] : undefined
    const nearest = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-node]') : null
    if (!by || builder.isReadOnly || nearest?.dataset.node !== id) return
    event.preventDefault()
    event.stopPropagation()
    builder.step(id, by)
    announce(by > 0 ? t`${label}: moved down` : t`${label}: moved up`)
    setTimeout(() => { document.getElementById(`grip-${id}`)?.focus() }, 0)
  }

  function onDragOver(event: DragEvent): void {
    if (!event.dataTransfer.types.includes(dragType)) return
    event.preventDefault()
    event.stopPropagation()
    const box = event.currentTarget.getBoundingClientRect()
    setEdge(event.clientY < box.top + box.height / 2 ? 'above' : 'below')
  }

  function onDrop(event: DragEvent): void {
    const moved = event.dataTransfer.getData(dragType)
    const group = event.currentTarget.parentElement?.dataset.group
    const siblings = [...(event.currentTarget.parentElement?.children ?? [])].filter((one) => one.hasAttribute('data-node'))
    setEdge(null)
    if (!moved || !group) return
    event.preventDefault()
    event.stopPropagation()
    builder.move(moved, group, siblings.indexOf(event.currentTarget) + (edge === 'below' ? 1 : 0))
  }

  const grip = (
    <button
      type="button"
      id={`grip-${id}`}
      className={css.grip}
      draggable={!builder.isReadOnly}
      aria-label={t`Move ${label}: Alt with arrows`}
      onDragStart={(event) => {
        event.dataTransfer.setData(dragType, id)
        event.dataTransfer.effectAllowed = 'move'
        const node = event.currentTarget.closest('li')
        if (node) event.dataTransfer.setDragImage(node, 8, 16)
      }}
    >
      <Icon name="grip" size={14} />
    </button>
  )
  const edges: Record<string, string> = edge ? { 'data-edge': edge } : {}
  return { frame: { 'data-node': id, ...edges, onKeyDownCapture, onDragOver, onDragLeave: () => { setEdge(null) }, onDrop }, grip }
}
