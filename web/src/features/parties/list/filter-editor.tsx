import { useLingui } from '@lingui/react/macro'
import { useMemo, useState } from 'react'
import { fieldOptions, useFields, type Field } from '@/api/fields'
import { useSegmentNames } from '@/api/segment-names'
import { useFormat } from '@/lib/format/use-format'
import { Button } from '@/ui/button'
import { Select } from '@/ui/select'
import { atomOf, draftOf, emptyDraft, type Draft } from '../expression/draft'
import { isField, isGroup, isSegment, type Expression } from '../expression/expression'
import { dateOperatorWords, operatorsOf, operatorWords, type Operator } from '../expression/operators'
import css from './filter.module.css'
import { FilterOperand } from './filter-operand'
import { SegmentCondition } from './segment-condition'

interface Props {
  condition?: Expression
  onApply: (condition: Expression) => void
}

const segmentCode = 'segment'

function startOf(condition: Expression | undefined): string | null {
  if (!condition) return null
  if (isField(condition)) return condition.field
  return isSegment(condition) || isGroup(condition) ? segmentCode : null
}

/** Field, operator by its kind, operand; Enter applies. */
export function FilterEditor({ condition, onApply }: Props) {
  const { t } = useLingui()
  const { all, byCode } = useFields()
  const segments = useSegmentNames()
  const [code, setCode] = useState(startOf(condition))
  const options = useMemo(() => {
    const listed = fieldOptions(all.filter((field) => field.can_filter))
    return segments.length ? [{ group: t`Segments`, items: [{ value: segmentCode, label: t`Segment` }] }, ...listed] : listed
  }, [all, segments, t])
  if (condition && isGroup(condition) && condition.op !== 'not') return <p className={`m t3 ${css.pop}`}>{t`This condition is composed of several. Edit it in the segment builder.`}</p>
  const field = code ? byCode.get(code) : undefined
  return (
    <div className={`${css.editor} ${css.pop}`}>
      <Select aria-label={t`Field`} placeholder={t`Field`} options={options} value={code} onChange={setCode} isSearchable autoFocus={!code} defaultOpen={!code} />
      {code === segmentCode && <SegmentCondition condition={condition} onApply={onApply} />}
      {field && <FieldCondition key={field.code} field={field} condition={condition} onApply={onApply} />}
    </div>
  )
}

function useDraft(field: Field, condition: Expression | undefined): [Draft, (change: Partial<Draft>) => void] {
  const { timeZone } = useFormat()
  const [draft, setDraft] = useState<Draft>(() => (condition && isField(condition) && condition.field === field.code
    ? draftOf(condition, field, timeZone)
    : emptyDraft(operatorsOf(field)[0] ?? 'eq')))
  return [draft, (change) => { setDraft((now) => ({ ...now, ...change })) }]
}

function FieldCondition({ field, condition, onApply }: Props & { field: Field }) {
  const { t, i18n } = useLingui()
  const { timeZone } = useFormat()
  const [draft, change] = useDraft(field, condition)
  const isTime = field.kind === 'date' || field.kind === 'instant'
  const operators = operatorsOf(field).map((operator) => ({ value: operator, label: i18n._((isTime && dateOperatorWords[operator]) || operatorWords[operator]) }))
  const atom = atomOf(draft, field, timeZone)
  const apply = () => { if (atom) onApply(atom) }
  return (
    <form className={css.editor} onSubmit={(event) => { event.preventDefault(); apply() }}>
      <Select aria-label={t`Condition`} data-autofocus={condition ? true : undefined} options={operators} value={draft.operator} onChange={(operator) => { change({ operator: operator as Operator }) }} />
      <FilterOperand field={field} draft={draft} onChange={change} />
      <div className={css.foot}><Button variant="primary" type="submit" disabled={!atom}>{t`Apply`}</Button></div>
    </form>
  )
}
