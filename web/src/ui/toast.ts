import { createStore } from '@/lib/store'
import { dropUndo, pushUndo, undoSeconds } from '@/lib/undo'

export interface Toast {
  id: number
  /** Past tense and a count: "Owner changed for 3 customers". */
  message: string
  undoId?: number
  action?: { label: string; run: () => void }
  until: number
}

interface Options {
  /** How to take it back; shows Undo with Z for ten seconds. */
  undo?: () => void | Promise<void>
  action?: Toast['action']
  seconds?: number
}

export const toasts = createStore<Toast[]>([])
let nextId = 1

export function showToast(message: string, { undo, action, seconds = undoSeconds }: Options = {}): void {
  const id = nextId++
  const step = undo && pushUndo(async () => {
    closeToast(id)
    await undo()
  })
  toasts.set((all) => [...all.slice(-2), { id, message, action, undoId: step?.id, until: Date.now() + seconds * 1000 }])
  setTimeout(() => { closeToast(id) }, seconds * 1000)
}

export function closeToast(id: number): void {
  const toast = toasts.get().find((one) => one.id === id)
  if (toast?.undoId) dropUndo(toast.undoId)
  toasts.set((all) => all.filter((one) => one.id !== id))
}
