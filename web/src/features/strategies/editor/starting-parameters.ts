import type { StepKind, StepParameter } from '../types'

function startingValue(parameter: StepParameter): unknown {
  if (parameter.kind === 'duration') return { n: 1, unit: 'day' }
  if (parameter.kind === 'person') return 'owner'
  if (parameter.kind === 'localized_text') return {}
  if (parameter.kind === 'number') return 1
  if (parameter.kind === 'choice') return (parameter.choices.find((choice) => choice.value === 'day') ?? parameter.choices[0])?.value
  return undefined
}

/** Sensible values for a new step, so that only what matters is left to fill in. */
export function startingParameters(kind: StepKind): Record<string, unknown> {
  const values = kind.parameters.map((parameter): [string, unknown] => [parameter.code, startingValue(parameter)])
  return Object.fromEntries(values.filter(([, value]) => value !== undefined))
}
