import { goTo } from '@/lib/router-link'
import { lastList } from '../list/last-list'

/** Back to the list as it was left, or to all customers; the row of this card is current, if one was. */
export function openList(id?: string): void {
  const { href } = lastList.get()
  const at = href.indexOf('?')
  if (at < 0) { goTo('/parties'); return }
  const search: Record<string, unknown> = {}
  for (const [key, text] of new URLSearchParams(href.slice(at))) {
    try { search[key] = JSON.parse(text) } catch { search[key] = text }
  }
  if (search.peek !== undefined && id !== undefined) search.peek = id
  goTo('/parties', {}, search)
}
