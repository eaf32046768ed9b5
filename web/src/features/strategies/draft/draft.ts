import type { Draft, StageDraft, StepDraft } from '../types'

/** Edits of a draft; each returns a new one. */

export function newStage(): StageDraft {
  return { uid: crypto.randomUUID(), name: {}, entry: null, steps: [] }
}

export function newStep(step: string, parameters: Record<string, unknown> = {}): StepDraft {
  return { uid: crypto.randomUUID(), step, parameters }
}

export function withStage(draft: Draft, next: StageDraft): Draft {
  return { ...draft, stages: draft.stages.map((stage) => (stage.uid === next.uid ? next : stage)) }
}

export function insertStage(draft: Draft, index: number, stage: StageDraft): Draft {
  return { ...draft, stages: [...draft.stages.slice(0, index), stage, ...draft.stages.slice(index)] }
}

export function removeStage(draft: Draft, uid: string): Draft {
  return { ...draft, stages: draft.stages.filter((stage) => stage.uid !== uid) }
}

/** A copy has its own steps: what is done once for one stage is not done for the other. */
export function duplicateStage(draft: Draft, uid: string): Draft {
  const at = draft.stages.findIndex((stage) => stage.uid === uid)
  const stage = draft.stages[at]
  if (!stage) return draft
  const copy = { ...stage, uid: crypto.randomUUID(), steps: stage.steps.map((step) => ({ ...step, uid: crypto.randomUUID() })) }
  return insertStage(draft, at + 1, copy)
}

function moved<T>(list: T[], from: number, to: number): T[] {
  const item = list[from]
  if (item === undefined || to < 0 || to >= list.length || from === to) return list
  const rest = list.filter((_, index) => index !== from)
  return [...rest.slice(0, to), item, ...rest.slice(to)]
}

export function moveStage(draft: Draft, uid: string, to: number): Draft {
  const stages = moved(draft.stages, draft.stages.findIndex((stage) => stage.uid === uid), to)
  return stages === draft.stages ? draft : { ...draft, stages }
}

export function moveStep(stage: StageDraft, uid: string, to: number): StageDraft {
  const steps = moved(stage.steps, stage.steps.findIndex((step) => step.uid === uid), to)
  return steps === stage.steps ? stage : { ...stage, steps }
}

const unitMinutes: Record<string, number> = { minute: 1, hour: 60, day: 1440 }

/** Minutes after entry at which each step that is not waiting is due. */
export function schedule(steps: StepDraft[]): { step: StepDraft; minutes: number }[] {
  let minutes = 0
  const found: { step: StepDraft; minutes: number }[] = []
  for (const step of steps) {
    if (step.step === 'wait') minutes += Number(step.parameters.n ?? 0) * (unitMinutes[String(step.parameters.unit)] ?? 0)
    else found.push({ step, minutes })
  }
  return found
}
