import { useCallback } from 'react'
import { useFields } from '@/api/fields'
import { useValueText } from '../values/use-value-text'
import type { ChangedField } from '../api/types'

export interface ChangeText {
  label: string
  before: string
  after: string
}

const byKind = ['money', 'number', 'date', 'instant', 'bool']

/** A changed field as a person reads it: names from the server, numbers and dates as everywhere. */
export function useChangeText(): (change: ChangedField) => ChangeText {
  const { byCode } = useFields()
  const textOf = useValueText()
  return useCallback((change: ChangedField) => {
    const field = byCode.get(change.field)
    if (field && (byKind.includes(field.kind) || field.code === 'party.name')) return { label: change.label, before: textOf(field, change.old), after: textOf(field, change.new) }
    return { label: change.label, before: change.old_label, after: change.new_label }
  }, [byCode, textOf])
}
