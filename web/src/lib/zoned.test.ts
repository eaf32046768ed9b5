import { expect, test } from 'vitest'
import { dayOf, dayPlus, instantOf, wallOf } from './zoned'

test('a wall clock knows its zone, summer time included', () => {
  expect(instantOf('2026-07-01', '09:30', 'Europe/Kyiv')).toBe('2026-07-01T06:30:00Z')
  expect(instantOf('2026-01-01', '', 'Europe/Kyiv')).toBe('2025-12-31T22:00:00Z')
  expect(wallOf('2026-07-01T06:30:00Z', 'Europe/Kyiv')).toEqual({ day: '2026-07-01', time: '09:30' })
})

test('a day begins at its midnight also where the clocks change later on that day', () => {
  expect(instantOf('2026-10-04', '00:00', 'Australia/Sydney')).toBe('2026-10-03T14:00:00Z')
  expect(instantOf('2026-10-05', '00:00', 'Australia/Sydney')).toBe('2026-10-04T13:00:00Z')
  expect(instantOf('2026-10-25', '18:00', 'Europe/Kyiv')).toBe('2026-10-25T16:00:00Z')
})

test('days are counted by the calendar', () => {
  expect(dayOf(new Date('2026-03-12T22:30:00Z'), 'Europe/Kyiv')).toBe('2026-03-13')
  expect(dayPlus('2026-02-28', 1)).toBe('2026-03-01')
  expect(dayPlus('2026-01-01', -1)).toBe('2025-12-31')
})
