import { createStore } from './store'

export interface UndoStep {
  id: number
  run: () => void | Promise<void>
  until: number
}

export const undoSeconds = 10
const steps = createStore<UndoStep[]>([])
let nextId = 1

/** Remembers how to take back the act just done; the newest one is taken back by Z. */
export function pushUndo(run: UndoStep['run'], now = Date.now()): UndoStep {
  const step = { id: nextId++, run, until: now + undoSeconds * 1000 }
  steps.set((all) => [...all.filter((one) => one.until > now), step])
  return step
}

export function dropUndo(id: number): void {
  steps.set((all) => all.filter((one) => one.id !== id))
}

export async function runUndo(id: number): Promise<void> {
  const step = steps.get().find((one) => one.id === id)
  if (!step) return
  dropUndo(id)
  await step.run()
}

export async function undoLast(now = Date.now()): Promise<boolean> {
  const last = steps.get().filter((one) => one.until > now).at(-1)
  if (last) await runUndo(last.id)
  return last !== undefined
}
