import { expect, it } from 'vitest'
import { readNumber } from './read-number'

it.each([
  ['1 000,50', null, 'ru', 1000.5], ['1\u202f000', null, 'uk', 1000], ['1,000.50', null, 'en', 1000.5], ['1,000', null, 'en', 1000],
  ['1,5', null, 'en', 1.5], ['1,000', null, 'ru', 1], ['−7', null, 'ru', -7], ['250 000 ₴', 2, 'uk', 25_000_000], ['0,5', 2, 'ru', 50],
  [',5', 2, 'ru', 50], ['$1,234.5', 2, 'en', 123_450],
])('reads %s', (text, digits, locale, value) => {
  expect(readNumber(text, digits, locale)).toBe(value)
})

it.each(['', '-', '1.2.3', 'ten', '12a4', '99999999999999999999'])('refuses %j', (text) => {
  expect(readNumber(text, null, 'ru')).toBe(null)
})

it('refuses fractions finer than the currency has', () => {
  expect(readNumber('1,005', 2, 'ru')).toBe(null)
  expect(readNumber('1,5', 0, 'ru')).toBe(null)
})
