import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { AttributeKind } from '../api/types'

export const kindNames: Record<AttributeKind, MessageDescriptor> = {
  text: msg`text`, number: msg`number`, money: msg`money`, bool: msg`yes or no`, date: msg`date`, choice: msg`list`,
}
