import { createContext, use } from 'react'
import type { DraftChanges } from '../draft/changes'
import type { Expected } from '../draft/expected'
import type { StrategyDraft } from '../draft/use-strategy-draft'
import type { Check, Draft, Strategy } from '../types'

export interface Canvas {
  strategy: Strategy
  editing: StrategyDraft
  published: Draft | null
  changes: DraftChanges
  check: Check | undefined
  expected: Expected
  canEdit: boolean
  openStage: (uid: string) => void
  /** Shows who stands there. */
  openPlace: (uid: string) => void
}

export const CanvasContext = createContext<Canvas | null>(null)

export function useCanvas(): Canvas {
  const canvas = use(CanvasContext)
  if (!canvas) throw new Error('outside of StrategyCanvas')
  return canvas
}
