import { useLingui } from '@lingui/react/macro'
import type { RowValue } from '@/lib/expression/expression'
import { arityOf, carriedValue, isRowComplete, offeredOperators, startingOperator } from '@/lib/expression/operators'
import { segmentField, type RowNode } from '@/lib/expression/tree'
import { Icon } from '../icon'
import { IconButton } from '../icon-button'
import { PickList } from '../pick-list'
import type { OptionGroup } from '../select'
import { useBuilder } from './builder-context'
import { ChoiceValue } from './choice-value'
import css from './expression-builder.module.css'
import { fieldIcon } from './field-icon'
import { NodeCount } from './node-count'
import { NodeProblem } from './node-problem'
import { useNodeFrame } from './use-node-frame'
import { useOperatorWords } from './use-operator-words'
import { ValueControl } from './value-control'

function useFieldOptions(): OptionGroup[] {
  const { t } = useLingui()
  const { catalogue } = useBuilder()
  const groups = new Map<string, OptionGroup>()
  for (const field of catalogue.fields) {
    if (!field.can_filter) continue
    const group = groups.get(field.group) ?? { group: field.group, items: [] }
    groups.set(field.group, group)
    group.items.push({ value: field.code, label: field.label })
  }
  if (catalogue.segments.length > 0) groups.set(segmentField, { group: t`Segments`, items: [{ value: segmentField, label: t`Another segment` }] })
  return [...groups.values()]
}

/** Field, operator, value; at the right how many pass this row alone. */
export function RowView({ row }: { row: RowNode }) {
  const { t } = useLingui()
  const builder = useBuilder()
  const operatorWords = useOperatorWords()
  const fieldOptions = useFieldOptions()
  const isSegment = row.field === segmentField
  const field = row.field && !isSegment ? builder.fieldOf(row.field) : undefined
  const isInvalid = (builder.showsMissing && !isRowComplete(row)) || builder.problems.has(row.id)
  const name = isSegment ? t`Segment` : (field?.label ?? (row.field ? t`Unknown field` : t`Choose a field`))
  const { frame, grip } = useNodeFrame(row.id, name)
  const operators = isSegment ? ['in_segment', 'not_in_segment'] : field ? offeredOperators(field, row.op) : []

  const operatorName = row.op ? operatorWords(row.op, field?.kind) : ''

  function pickField(code: string): void {
    const next = builder.fieldOf(code)
    if (code === row.field) return
    const op = next ? startingOperator(next) : 'in_segment'
    const value = next ? carriedValue(null, null, op) : null
    builder.replace({ ...row, field: code, op, value: arityOf(op) === 'list' ? [] : value })
  }

  function setValue(value: RowValue, key?: string): void {
    builder.replace({ ...row, value }, key && `${row.id}.${key}`)
  }

  return (
    <li {...frame} className={css.row}>
      {grip}
      <PickList label={t`Field: ${name}`} look="field" options={fieldOptions} value={row.field ? [row.field] : []} onPick={([code]) => { if (code) pickField(code) }} isInvalid={isInvalid && !field && !isSegment} defaultOpen={builder.freshId === row.id} disabled={builder.isReadOnly}>
        <Icon name={row.field ? fieldIcon(row.field, field?.kind) : 'plus'} size={14} />
        <span className={row.field ? undefined : 't3'}>{name}</span>
      </PickList>
      {row.op && operators.length > 0 && (
        <PickList label={t`Operator: ${operatorName}`} look="operator" isSearchable={false} options={operators.map((op) => ({ value: op, label: operatorWords(op, field?.kind) }))} value={[row.op]} onPick={([op]) => { if (op) builder.replace({ ...row, op, value: isSegment ? row.value : carriedValue(row.value, row.op, op) }) }} disabled={builder.isReadOnly}>
          {operatorName}
        </PickList>
      )}
      {field && row.op && <ValueControl field={field} op={row.op} value={row.value} isInvalid={isInvalid} onChange={setValue} />}
      {isSegment && <ChoiceValue label={t`Segment`} options={builder.catalogue.segments} value={typeof row.value === 'string' ? [row.value] : []} isInvalid={isInvalid} onChange={([one]) => { setValue(one ?? null) }} />}
      <span className={css.end}>
        <NodeCount id={row.id} />
        <IconButton icon="close" size="sm" label={t`Remove the condition: ${name}`} withTooltip={false} onClick={() => { builder.remove(row.id) }} disabled={builder.isReadOnly} />
      </span>
      <NodeProblem id={row.id} fallback={builder.showsMissing && !isRowComplete(row) ? t`Choose a field and a value, or remove this row.` : undefined} />
    </li>
  )
}
