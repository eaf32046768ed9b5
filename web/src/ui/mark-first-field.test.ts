import { beforeEach, expect, test } from 'vitest'
import { markFirstField } from './mark-first-field'

const marked = () => [...document.querySelectorAll('[data-autofocus]')].map((one) => one.id)

function draw(html: string): HTMLElement {
  document.body.innerHTML = `<button id="cross"></button><div id="body">${html}</div>`
  return document.getElementById('body') as HTMLElement
}

beforeEach(() => { document.body.innerHTML = '' })

test('the first free field gets the focus, not the cross and not a choice above it', () => {
  markFirstField(draw('<button></button><input type="radio"><input type="file"><input id="off" disabled><input id="name"><input id="other">'))
  expect(marked()).toEqual(['name'])
})

test('a field that took the focus keeps it', () => {
  const body = draw('<input id="name"><input id="owner">')
  document.getElementById('owner')?.focus()
  markFirstField(body)
  expect(marked()).toEqual(['owner'])
})

test('what the page marked stays', () => {
  markFirstField(draw('<input id="name"><button id="calm" data-autofocus></button>'))
  expect(marked()).toEqual(['calm'])
})

test('choices alone and no field at all', () => {
  markFirstField(draw('<input id="one" type="radio"><input id="two" type="radio">'))
  expect(marked()).toEqual(['one'])
  markFirstField(draw('<p>Words</p>'))
  expect(marked()).toEqual([])
})
