let region: HTMLElement | null = null

/** Says something to assistive technology without moving the focus. */
export function announce(text: string): void {
  if (!region) {
    region = document.createElement('div')
    region.setAttribute('role', 'status')
    region.setAttribute('aria-live', 'assertive')
    region.style.cssText = 'position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap'
    document.body.append(region)
  }
  const place = region
  place.textContent = ''
  setTimeout(() => { place.textContent = text }, 30)
}
