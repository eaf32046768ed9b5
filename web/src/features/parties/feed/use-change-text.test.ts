import { expect, test } from 'vitest'
import { changedNames } from './use-change-text'

test('only the changed languages of a name are told', () => {
  const before = { en: 'Romanenko', ru: 'Романенко', uk: 'Романенко' }
  expect(changedNames(before, { ...before, uk: 'Проба' })).toEqual({ languages: ['uk'], before: { uk: 'Романенко' }, after: { uk: 'Проба' } })
})

test('a name that is new or changed in all languages is told whole', () => {
  expect(changedNames(null, { ru: 'Проба' })).toEqual({ languages: [], before: {}, after: { ru: 'Проба' } })
  expect(changedNames({ ru: 'А', en: 'A' }, { ru: 'Б', en: 'B' }).languages).toEqual([])
})
