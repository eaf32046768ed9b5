import { expect, test } from 'vitest'
import { formatAgo, formatDate, formatInstant, formatMonth, type Place } from './date'
import { formatMoney } from './money'
import { initialsOf, shortName } from './name'
import { formatNumber, formatPercent } from './number'
import { zoneOptions, zoneText } from './zone'

const place = (locale: string): Place => ({ locale, timeZone: 'Europe/Kyiv', now: new Date('2026-03-12T10:00:00Z') })

test('a zone is told by its city and what its clocks are ahead now', () => {
  const names = [{ value: 'Europe/Kyiv', label: 'Київ' }]
  expect(zoneText('Europe/Kyiv', names, new Date('2026-01-12T10:00:00Z'))).toBe('(UTC+02:00) Київ')
  expect(zoneText('Europe/Kyiv', names, new Date('2026-07-12T10:00:00Z'))).toBe('(UTC+03:00) Київ')
  expect(zoneText('America/Argentina/Buenos_Aires', names, new Date('2026-07-12T10:00:00Z'))).toBe('(UTC-03:00) Buenos Aires')
  expect(zoneText('UTC', names)).toBe('(UTC+00:00) UTC')
  expect(zoneText('Mars/Olympus_Mons', names)).toBe('Olympus Mons')
  const options = zoneOptions('Mars/Olympus_Mons', names).map((one) => one.value)
  expect(new Set(options).size).toBe(options.length)
  expect(options).toEqual(expect.arrayContaining(['Mars/Olympus_Mons', 'Europe/Kyiv', 'UTC', 'America/New_York']))
  expect(options.indexOf('America/New_York')).toBeLessThan(options.indexOf('Europe/Kyiv'))
})

test('thousands are parted by a thin space, minus is a minus', () => {
  expect(formatNumber(1204500, 'ru')).toBe('1\u202f204\u202f500')
  expect(formatNumber(-5218, 'en')).toBe('−5,218')
  expect(formatNumber(2418, 'uk')).toBe('2\u202f418')
})

test('money comes in minor units', () => {
  expect(formatMoney(41260000, 'RUB', 'ru')).toBe('412\u202f600\u00a0₽')
  expect(formatMoney(146050, 'UAH', 'uk')).toBe('1\u202f460,50\u00a0₴')
  expect(formatMoney(1824000, 'EUR', 'en')).toBe('€\u202f18,240')
})

test('near days have words, far ones a year', () => {
  expect(formatDate(new Date('2026-03-12T20:00:00Z'), place('ru'))).toBe('сегодня')
  expect(formatDate(new Date('2026-03-12T22:30:00Z'), place('uk'))).toBe('завтра')
  expect(formatDate(new Date('2026-03-20T10:00:00Z'), place('ru'))).toBe('20\u00a0мар')
  expect(formatDate(new Date('2019-03-04T10:00:00Z'), place('en'))).toBe('4\u00a0Mar\u00a02019')
  expect(formatInstant(new Date('2026-03-10T09:42:00Z'), place('ru'))).toBe('10\u00a0мар, 11:42')
  expect(formatMonth(new Date('2026-02-10T09:42:00Z'), place('ru'))).toBe('Февраль 2026')
  expect(formatMonth(new Date('2026-02-10T09:42:00Z'), place('uk'))).toBe('Лютий 2026')
})

test('names', () => {
  expect(initialsOf('ООО «Медлайн Плюс»')).toBe('МП')
  expect(shortName('Белова Светлана')).toBe('Белова\u00a0С.')
  expect(formatPercent(0.68, 'ru')).toBe('68\u00a0%')
})

test.each([
  ['2026-03-12T09:00:20Z', '1 hour ago'],
  ['2026-03-12T09:01:00Z', '59 minutes ago'],
  ['2026-03-11T10:00:10Z', 'yesterday'],
  ['2026-03-12T09:59:50Z', 'this minute'],
])('%s is %s', (value, text) => {
  expect(formatAgo(new Date(value), place('en'))).toBe(text)
})
