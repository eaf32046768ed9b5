import type { ExpressionJson, ExpressionProblem } from '@/lib/expression/expression'
import type { LocalizedText } from '@/ui/localized-input'

export type StrategyState = 'DRAFT' | 'ACTIVE' | 'PAUSED' | 'ENDED'
export type Cause = 'ACTIVATION' | 'CHANGE' | 'TIME' | 'PUBLICATION' | 'RESUMPTION'

/** Place of those who belong to the segment while no stage takes them. */
export const lobbyUid = '00000000-0000-0000-0000-000000000000'

export interface StepDraft {
  uid: string
  step: string
  parameters: Record<string, unknown>
}

export interface StageDraft {
  uid: string
  name: LocalizedText
  entry: ExpressionJson | null
  steps: StepDraft[]
}

export interface Draft {
  segment_id: string | null
  stages: StageDraft[]
}

export interface StrategyRow {
  id: string
  name: string
  state: StrategyState
  version_n: number | null
  members: number
  stages: { uid: string; name: string; members: number }[]
  updated_at: string
}

export interface Place {
  uid: string
  /** 0 is the lobby. */
  ord: number
  name: string
  rule: string
  steps: string[]
  members: number
  /** Only for those who see the whole base. */
  entered: number | null
  entered_today: number
}

export interface Strategy {
  id: string
  name: string
  names: LocalizedText
  state: StrategyState
  version_n: number | null
  published_at: string | null
  draft: Draft
  revision: number
  is_changed: boolean
  is_placing: boolean
  segment_name: string
  segment_rule: string
  members: number
  places: Place[]
  updated_at: string
}

export interface Check {
  is_ready: boolean
  problems: ExpressionProblem[]
  warnings: ExpressionProblem[]
}

export interface Member {
  id: string
  number: number
  display_name: string
  kind: string
  values: Record<string, unknown>
  entered_at: string
  next_at: string | null
  status: string
}

export interface MemberPage {
  items: Member[]
  next_cursor: string | null
}

export interface StepParameter {
  code: string
  kind: string
  label: string
  is_required: boolean
  choices: { value: string; label: string }[]
}

export interface StepKind {
  code: string
  label: string
  icon: string
  parameters: StepParameter[]
}

export interface Fact {
  field: string
  label: string
  value: string
}

export interface Explained {
  rule?: string | null
  text: string
  truth: boolean
  seen: string | null
  children: Explained[]
}

export interface WhyStage {
  ord: number
  uid: string
  name: string
  is_current: boolean
  explanation: Explained | null
  steps: string[]
}

export interface ScenarioStep {
  step_uid: string
  text: string
  due_at: string
  status: 'PLANNED' | 'DONE' | 'FAILED' | 'CANCELLED'
  failure: string
  done_at: string | null
}

export interface Transition {
  seq: number
  effective_at: string
  decided_at: string
  cause: Cause
  version_n: number
  from_name: string
  to_name: string
  facts: Fact[]
}

export interface Why {
  strategy: { id: string; name: string }
  version_n: number | null
  party_id: string
  place: { ord: number; uid: string | null; name: string }
  status: 'ACTIVE' | 'OUTSIDE' | 'QUARANTINE'
  failure: string
  entered_at: string | null
  next_at: string | null
  cause: Cause | null
  effective_at: string | null
  facts: Fact[]
  segment: Explained | null
  stages: WhyStage[]
  scenario: ScenarioStep[]
  transitions: Transition[]
}
