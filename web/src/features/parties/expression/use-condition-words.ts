import { useLingui } from '@lingui/react/macro'
import { useCallback } from 'react'
import { useFields, type Field } from '@/api/fields'
import { useSegmentNames } from '@/api/segment-names'
import { useFormat } from '@/lib/format/use-format'
import { useRelativeWords } from '@/ui/expression-builder/use-relative-words'
import { useValueText } from '../values/use-value-text'
import { draftOf } from './draft'
import { isField, isGroup, isSegment, type Expression, type FieldAtom } from './expression'
import { dateOperatorWords, operatorWords } from './operators'

export interface ConditionWords {
  field: string
  value: string
}

/** A condition in the words of a filter chip. */
export function useConditionWords(): (condition: Expression) => ConditionWords {
  const { t, i18n } = useLingui()
  const { byCode } = useFields()
  const textOf = useValueText()
  const { amount } = useRelativeWords()
  const { timeZone } = useFormat()
  const segments = useSegmentNames()
  return useCallback((condition: Expression): ConditionWords => {
    if (isSegment(condition)) return { field: t`Segment`, value: segments.find((one) => one.id === condition.segment)?.name ?? '…' }
    if (isGroup(condition)) {
      const only = condition.of[0]
      if (condition.op === 'not' && only && isSegment(only)) return { field: t`Outside the segment`, value: segments.find((one) => one.id === only.segment)?.name ?? '…' }
      const count = condition.of.length
      return { field: t`Condition`, value: condition.op === 'or' ? t`any of ${count}` : t`composed` }
    }
    const field = isField(condition) ? byCode.get(condition.field) : undefined
    return field ? { field: field.label, value: valueWords(condition, field) } : { field: condition.field, value: condition.op }

    function valueWords(atom: FieldAtom, of: Field): string {
      const draft = draftOf(atom, of, timeZone)
      const isTime = of.kind === 'date' || of.kind === 'instant'
      const word = i18n._((isTime && dateOperatorWords[draft.operator]) || operatorWords[draft.operator])
      if (['last', 'next', 'older', 'later'].includes(draft.operator)) return `${word} ${amount[draft.unit](draft.n ?? 0)}`
      if (['yes', 'no', 'is_empty', 'not_empty'].includes(draft.operator)) return word
      const shown = (Array.isArray(atom.value) ? atom.value : [atom.value]).map((one) => textOf(of, one) || t`nobody`)
      if (draft.operator === 'in' || draft.operator === 'has_any') return shown.join(', ')
      return `${word} ${draft.operator === 'between' ? shown.join(' – ') : shown.join(', ')}`
    }
  }, [t, i18n, byCode, textOf, timeZone, segments, amount])
}
