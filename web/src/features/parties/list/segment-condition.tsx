import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { useSegmentNames } from '@/api/segment-names'
import { Button } from '@/ui/button'
import { Select } from '@/ui/select'
import { isGroup, isSegment, type Expression } from '../expression/expression'
import css from './filter.module.css'

interface Props {
  condition?: Expression
  onApply: (condition: Expression) => void
}

function readSegment(condition: Expression | undefined): { id: string | null; isOutside: boolean } {
  if (condition && isSegment(condition)) return { id: condition.segment, isOutside: false }
  const inner = condition && isGroup(condition) ? condition.of[0] : undefined
  return { id: inner && isSegment(inner) ? inner.segment : null, isOutside: inner !== undefined }
}

export function SegmentCondition({ condition, onApply }: Props) {
  const { t } = useLingui()
  const segments = useSegmentNames()
  const [draft, setDraft] = useState(() => readSegment(condition))

  function apply(): void {
    if (!draft.id) return
    const atom = { op: 'in_segment' as const, segment: draft.id }
    onApply(draft.isOutside ? { op: 'not', of: [atom] } : atom)
  }

  return (
    <form className={css.editor} onSubmit={(event) => { event.preventDefault(); apply() }}>
      <Select aria-label={t`Condition`} options={[{ value: 'inside', label: t`is in` }, { value: 'outside', label: t`is not in` }]} value={draft.isOutside ? 'outside' : 'inside'} onChange={(value) => { setDraft({ ...draft, isOutside: value === 'outside' }) }} />
      <Select aria-label={t`Segment`} placeholder={t`Segment`} options={segments.filter((one) => !one.is_closed).map((one) => ({ value: one.id, label: one.name }))} value={draft.id} onChange={(id) => { setDraft({ ...draft, id }) }} isSearchable />
      <div className={css.foot}><Button variant="primary" type="submit" disabled={!draft.id}>{t`Apply`}</Button></div>
    </form>
  )
}
