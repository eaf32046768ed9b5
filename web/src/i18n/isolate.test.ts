import { i18n } from '@lingui/core'
import { describe, expect, it } from 'vitest'
import './activate'

const [rlo, fsi, lri, pdi] = ['\u202e', '\u2068', '\u2066', '\u2069']

const id = 'gone'

describe('what is filled into a sentence', () => {
  i18n.loadAndActivate({ locale: 'en', messages: { [id]: [['name'], ' deleted'] } })
  const told = (name: unknown) => i18n._(id, { name })

  it('stays within its place when it turns the direction', () => {
    expect(told(`${rlo}moc.live`)).toBe(`${fsi}${rlo}moc.live${pdi} deleted`)
    expect(told('דוד')).toBe(`${fsi}דוד${pdi} deleted`)
    const descriptor = { id, values: { name: 'دعاء' } }
    expect(i18n.t(descriptor)).toBe(`${fsi}دعاء${pdi} deleted`)
  })

  it('can neither leave it nor hold the rest', () => {
    expect(told(`a${pdi}${rlo}b`)).toBe(`${fsi}a${rlo}b${pdi} deleted`)
    expect(told(`a${lri}b`)).toBe(`${fsi}a${lri}b${pdi}${pdi} deleted`)
  })

  it('is left alone otherwise', () => {
    expect(told('Olena Мельник')).toBe('Olena Мельник deleted')
    expect(told(7)).toBe('7 deleted')
  })
})
