import { expect, it } from 'vitest'
import type { Draft } from '../types'
import { duplicateStage, insertStage, moveStage, moveStep, newStage, newStep, removeStage, schedule, withStage } from './draft'

const [a, b, c] = [newStage(), newStage(), newStage()]
const draft: Draft = { segment_id: null, stages: [a, b, c] }
const uids = (one: Draft) => one.stages.map((stage) => stage.uid)

it('moves stages and stays at the ends', () => {
  expect(uids(moveStage(draft, a.uid, 2))).toEqual([b.uid, c.uid, a.uid])
  expect(uids(moveStage(draft, c.uid, 0))).toEqual([c.uid, a.uid, b.uid])
  expect(moveStage(draft, a.uid, -1)).toBe(draft)
  expect(moveStage(draft, c.uid, 3)).toBe(draft)
})

it('inserts, replaces, removes and copies stages', () => {
  const fresh = newStage()
  expect(uids(insertStage(draft, 1, fresh))).toEqual([a.uid, fresh.uid, b.uid, c.uid])
  expect(withStage(draft, { ...b, name: { en: 'Call' } }).stages[1]?.name.en).toBe('Call')
  expect(uids(removeStage(draft, b.uid))).toEqual([a.uid, c.uid])
  const withSteps = withStage(draft, { ...a, steps: [newStep('notify')] })
  const copied = duplicateStage(withSteps, a.uid).stages
  expect(copied).toHaveLength(4)
  expect(copied[1]?.steps[0]?.uid).not.toBe(copied[0]?.steps[0]?.uid)
})

it('tells when each step is due', () => {
  const steps = [newStep('notify'), newStep('wait', { n: 3, unit: 'day' }), newStep('create_task'), newStep('wait', { n: 2, unit: 'hour' }), newStep('add_tag')]
  expect(schedule(steps).map(({ step, minutes }) => [step.step, minutes])).toEqual([['notify', 0], ['create_task', 4320], ['add_tag', 4440]])
})

it('moves steps', () => {
  const steps = [newStep('notify'), newStep('add_tag')]
  const stage = { ...a, steps }
  expect(moveStep(stage, steps[1]?.uid ?? '', 0).steps.map((step) => step.step)).toEqual(['add_tag', 'notify'])
})
