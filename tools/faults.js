// What a script can see of a page's looks: cut off words, wrapped buttons, overflow, other languages.
() => {
  const found = []
  const seen = (node) => {
    const box = node.getBoundingClientRect()
    return box.width > 0 && box.height > 0 && getComputedStyle(node).visibility !== 'hidden'
  }
  const root = document.documentElement
  if (root.scrollWidth > root.clientWidth) found.push(`sideways scroll: ${root.scrollWidth} > ${root.clientWidth}`)
  const words = (node) => (node.innerText || '').trim().replace(/\s+/g, ' ').slice(0, 70)
  const isPhone = innerWidth < 700
  for (const node of document.querySelectorAll('button, a, [role=tab], [role=menuitem], label, h1, h2, h3, p, th, td, dt, dd, span, div')) {
    if (!seen(node)) continue
    const own = [...node.childNodes].some((one) => one.nodeType === 3 && one.textContent.trim())
    const style = getComputedStyle(node)
    const box = node.getBoundingClientRect()
    if (node.matches('button')) {
      const lines = style.lineHeight === 'normal' ? 20 : parseFloat(style.lineHeight)
      if (own && box.height > 2.6 * lines && !node.querySelector('div')) found.push(`wrapped button: ${words(node)}`)
      if (isPhone ? (box.height < 43 && box.width < 43) : (box.height < 23.5 || box.width < 23.5)) found.push(`small target ${Math.round(box.width)}x${Math.round(box.height)}: ${node.getAttribute('aria-label') || words(node)}`)
    }
    if (!own) continue
    if (node.scrollWidth > node.clientWidth + 1 && style.overflow !== 'visible' && style.display !== 'inline') {
      const hinted = node.closest('[title]')
      if (!hinted || node.closest('button, [role=tab], h1, h2, h3, label')) found.push(`cut off: ${words(node)}`)
    }
    if (box.right > innerWidth + 1 && box.left < innerWidth && !node.closest('[class*=scroll]')) found.push(`over the edge: ${words(node)}`)
    const text = [...node.childNodes].filter((one) => one.nodeType === 3).map((one) => one.textContent).join(' ').trim()
    if (/\b[a-z]+(\.[a-z_]+)+\b|\b[A-Z]{3,}_[A-Z_]+\b|\b[a-z]+_[a-z_]+\b/.test(text) && !/@|https?:|\.(csv|xlsx|pdf|png|txt|json|example)/.test(text)) found.push(`raw code: ${text.slice(0, 80)}`)
    if (/undefined|NaN|\[object|null|Invalid Date/.test(text)) found.push(`raw value: ${text.slice(0, 80)}`)
    if (root.lang !== 'en' && /[A-Za-z]{4,}/.test(text) && !/[А-Яа-яІіЇїЄє]/.test(text) && !/@|https?:|[0-9]/.test(text)) found.push(`Latin words: ${text.slice(0, 80)}`)
    if (root.lang === 'en' && /[А-Яа-яІіЇїЄє]{4,}/.test(text)) found.push(`Cyrillic words: ${text.slice(0, 80)}`)
    if (parseFloat(style.fontSize) < 11) found.push(`small text ${style.fontSize}: ${text.slice(0, 50)}`)
  }
  const main = document.querySelector('main')
  if (main && !main.querySelector('h1')) found.push('no h1')
  return [...new Set(found)]
}
