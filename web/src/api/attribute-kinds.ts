import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react'
import type { components } from './schema'

export type AttributeKind = components['schemas']['AttributeIn']['kind']

/** The kinds of attributes that a firm defines itself, in the order in which they are offered. */
export const attributeKinds: Record<AttributeKind, MessageDescriptor> = {
  text: msg`Text`, number: msg`Number`, money: msg`Money`, bool: msg`Yes or no`, date: msg`Date`, choice: msg`List`,
}

const currencies = ['UAH', 'RUB', 'EUR', 'USD', 'GBP', 'KZT', 'PLN']

/** The usual currencies, and the one that stands there now, which may have come by the API. */
export function currencyOptions(present: string): { value: string; label: string }[] {
  return [...new Set([present, ...currencies])].filter(Boolean).map((one) => ({ value: one, label: one }))
}

export function useAttributeKinds(): { value: AttributeKind; label: string }[] {
  const { i18n } = useLingui()
  return (Object.keys(attributeKinds) as AttributeKind[]).map((kind) => ({ value: kind, label: i18n._(attributeKinds[kind]) }))
}
