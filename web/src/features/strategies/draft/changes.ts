import { isSameJson } from '@/lib/same-json'
import type { Draft, Place, StageDraft } from '../types'

export type StageMark = 'new' | 'changed' | null

/** What differs from the running version; without a copy of that only new stages are known. */
export function stageMark(stage: StageDraft, places: Place[], published: Draft | null): StageMark {
  if (places.length === 0) return null
  if (!places.some((place) => place.uid === stage.uid)) return 'new'
  const before = published?.stages.find((one) => one.uid === stage.uid)
  return before && !isSameJson(before, stage) ? 'changed' : null
}

export interface DraftChanges {
  added: StageDraft[]
  changed: StageDraft[]
  removed: Place[]
  isReordered: boolean
  isSegmentChanged: boolean
}

export function draftChanges(draft: Draft, places: Place[], published: Draft | null): DraftChanges {
  const stages = places.filter((place) => place.ord > 0)
  const kept = draft.stages.filter((stage) => stages.some((place) => place.uid === stage.uid)).map((stage) => stage.uid)
  const before = stages.filter((place) => kept.includes(place.uid)).map((place) => place.uid)
  return {
    added: draft.stages.filter((stage) => stageMark(stage, places, published) === 'new'),
    changed: draft.stages.filter((stage) => stageMark(stage, places, published) === 'changed'),
    removed: stages.filter((place) => !draft.stages.some((stage) => stage.uid === place.uid)),
    isReordered: kept.join() !== before.join(),
    isSegmentChanged: published !== null && published.segment_id !== draft.segment_id,
  }
}
