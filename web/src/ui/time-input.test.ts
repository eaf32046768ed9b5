import { describe, expect, it } from 'vitest'
import { readTime } from './time-input'

describe('readTime', () => {
  it.each([
    ['9:30', '09:30'], ['930', '09:30'], ['0930', '09:30'], ['23.59', '23:59'], [' 00:00 ', '00:00'],
  ])('reads %s', (text, time) => { expect(readTime(text)).toBe(time) })

  it.each(['', '24:00', '12:60', '9', '99', 'noon', '12:30 PM'])('takes %s for no time', (text) => { expect(readTime(text)).toBeUndefined() })
})
