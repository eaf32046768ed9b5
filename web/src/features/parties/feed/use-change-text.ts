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

type Names = Record<string, unknown>

function namesOf(value: unknown): Names {
  return typeof value === 'object' && value !== null ? (value as Names) : {}
}

/** Of a name in three languages only those that were changed are told, by their codes. */
export function changedNames(before: unknown, after: unknown): { languages: string[]; before: Names; after: Names } {
  const [was, is] = [namesOf(before), namesOf(after)]
  const all = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter((code) => was[code] || is[code])
  const languages = all.filter((code) => was[code] !== is[code])
  const only = (names: Names) => Object.fromEntries(languages.map((code) => [code, names[code]]))
  return languages.length === all.length ? { languages: [], before: was, after: is } : { languages, before: only(was), after: only(is) }
}

/** A changed field as a person reads it: names from the server, numbers and dates as everywhere. */
export function useChangeText(): (change: ChangedField) => ChangeText {
  const { byCode } = useFields()
  const textOf = useValueText()
  return useCallback((change: ChangedField) => {
    const field = byCode.get(change.field)
    if (field?.code === 'party.name') {
      const names = changedNames(change.old, change.new)
      const label = [change.label, ...names.languages.map((code) => code.toUpperCase())].join(' ')
      return { label, before: textOf(field, names.before), after: textOf(field, names.after) }
    }
    if (field && byKind.includes(field.kind)) return { label: change.label, before: textOf(field, change.old), after: textOf(field, change.new) }
    return { label: change.label, before: change.old_label, after: change.new_label }
  }, [byCode, textOf])
}
