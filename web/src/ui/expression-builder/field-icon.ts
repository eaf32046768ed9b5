import type { FieldKind } from '@/lib/expression/expression'
import type { IconName } from '@/lib/icon-paths'

const byCode: Record<string, IconName> = {
  'party.kind': 'building', 'party.status': 'users', 'party.owner': 'user', 'party.tags': 'tag', 'party.phone': 'phone', 'party.email': 'mail', 'party.lang': 'globe', 'party.time_zone': 'globe',
}

const byKind: Record<FieldKind, IconName> = {
  text: 'note', number: 'chart', money: 'wallet', bool: 'check', date: 'calendar', instant: 'clock', choice: 'form', tags: 'tag', user: 'user',
}

export function fieldIcon(code: string, kind: FieldKind | undefined): IconName {
  return byCode[code] ?? (kind ? byKind[kind] : 'segment')
}
