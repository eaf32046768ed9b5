import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { Scope } from '../api/roles'

export const scopes: Scope[] = ['OWN', 'TEAM', 'SUBTREE', 'ALL']

export const scopeWords: Record<Scope, { label: MessageDescriptor; effect: MessageDescriptor }> = {
  OWN: { label: msg`Own customers`, effect: msg`Seen: own customers` },
  TEAM: { label: msg`Customers of the team`, effect: msg`Seen: the customers of the team` },
  SUBTREE: { label: msg`Customers of the team and teams below`, effect: msg`Seen: the customers of the team and of teams below` },
  ALL: { label: msg`All customers`, effect: msg`Seen: all customers` },
}
