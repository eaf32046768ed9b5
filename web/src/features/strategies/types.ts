import type { components } from '@/api/schema'
import type { LocalizedText } from '@/i18n/texts'
import type { ExpressionJson } from '@/lib/expression/expression'

type Schemas = components['schemas']
type Narrowed<T, N> = Omit<T, keyof N> & N

export type StrategyState = Schemas['StrategyOut']['state']
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

export type StrategyRow = Narrowed<Schemas['StrategyRow'], { stages: { uid: string; name: string; members: number }[] }>
export type Place = Schemas['PlaceOut']
export type Strategy = Narrowed<Schemas['StrategyOut'], { draft: Draft; names: LocalizedText }>
export type Check = Schemas['CheckOut']
export type Member = Schemas['MemberOut']
export type MemberPage = Schemas['MembersOut']
export type StepParameter = Narrowed<Schemas['StepParameterOut'], { choices: { value: string; label: string }[] }>
export type StepKind = Narrowed<Schemas['StepOut'], { parameters: StepParameter[] }>
export type Fact = Schemas['FactOut']
export type Explained = Schemas['ExplainedOut']
export type WhyStage = Schemas['WhyStageOut']
export type ScenarioStep = Narrowed<Schemas['ScenarioStepOut'], { status: 'PLANNED' | 'DONE' | 'FAILED' | 'CANCELLED' }>
export type Transition = Narrowed<Schemas['TransitionOut'], { cause: Cause }>
export type Why = Narrowed<Schemas['WhyOut'], { cause: Cause | null; scenario: ScenarioStep[]; transitions: Transition[] }>
