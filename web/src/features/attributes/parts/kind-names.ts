import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { AttributeKind } from './attributes-api'

export const kindNames: Record<AttributeKind, MessageDescriptor> = {
  text: msg`Text`, number: msg`Number`, money: msg`Money`, bool: msg`Yes or no`, date: msg`Date`, choice: msg`List`,
}
