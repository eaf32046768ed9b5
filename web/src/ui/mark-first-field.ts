const fields = ['input:not([type=radio]):not([type=hidden]):not([type=file])', 'textarea', 'select', '[contenteditable=true]']

const isFree = (field: Element) => !field.matches(':disabled') && !field.closest('[hidden], [aria-hidden=true]')

/**
 * The trap of a dialog would else give the focus to the first thing it finds, the cross, which the next
 * space pushes. A field that asked for the focus itself goes first; then what the page marked.
 */
export function markFirstField(body: HTMLElement | null): void {
  if (!body || body.querySelector('[data-autofocus]')) return
  const asked = body.contains(document.activeElement) ? document.activeElement : null
  const first = asked ?? [...body.querySelectorAll(fields.join())].find(isFree) ?? body.querySelector('input[type=radio]:not(:disabled)')
  first?.setAttribute('data-autofocus', 'true')
}
