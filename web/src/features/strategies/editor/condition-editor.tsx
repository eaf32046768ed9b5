import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { useEffect, useEffectEvent, useMemo } from 'react'
import { useExpressionCatalogue } from '@/api/use-expression-catalogue'
import { useExpressionPreview } from '@/api/use-expression-preview'
import { hasHidden, isGroupJson, type ExpressionJson } from '@/lib/expression/expression'
import { isRowComplete } from '@/lib/expression/operators'
import { treeOf, writeTree } from '@/lib/expression/tree'
import { useFormat } from '@/lib/format/use-format'
import { isSameJson } from '@/lib/same-json'
import { ExpressionBuilder } from '@/ui/expression-builder/expression-builder'
import { useExpressionDraft } from '@/ui/expression-builder/use-expression-draft'
import { RefusalBox } from '@/ui/refusal-box'
import { Section } from '@/ui/section'
import { Sentence } from '@/ui/sentence'
import { Status } from '@/ui/status'
import { useCanvas } from '../canvas/canvas-context'
import type { StageDraft } from '../types'
import css from './editor.module.css'

interface Props {
  stage: StageDraft
  onChange: (entry: ExpressionJson | null) => void
}

/** A lone condition is kept without the group the editor puts it under. */
function withoutLoneGroup(json: ExpressionJson): ExpressionJson {
  const [only, ...others] = isGroupJson(json) && json.op !== 'not' ? json.of : []
  return only && others.length === 0 ? only : json
}

/** In front of the counts of the condition itself stand those of the segment and of the whole condition. */
const ahead = 2

/** Who enters the stage, counted inside the segment. */
export function ConditionEditor(props: Props) {
  const { t } = useLingui()
  if (!hasHidden(props.stage.entry)) return <OpenCondition {...props} />
  return (
    <Section title={t`Who enters`}>
      <RefusalBox title={t`Part of this condition is hidden from you`}>{t`It asks about a field that your roles do not show. Whoever sees that field can change the strategy.`}</RefusalBox>
    </Section>
  )
}

function OpenCondition({ stage, onChange }: Props) {
  const { t } = useLingui()
  const format = useFormat()
  const { canEdit, editing } = useCanvas()
  const catalogue = useExpressionCatalogue()
  const draft = useExpressionDraft(stage.entry)
  const segment = editing.draft.segment_id
  const isWhole = draft.missing === 0
  const asked = useMemo<ExpressionJson>(() => (segment && draft.rows > draft.missing ? { op: 'and', of: [{ op: 'in_segment', segment }, draft.json] } : draft.json), [segment, draft.json, draft.rows, draft.missing])
  const { data, isSettling } = useExpressionPreview(asked)
  const isInside = asked !== draft.json
  const counts = isInside ? data?.node_counts.slice(ahead) : data?.node_counts
  const problems = data?.errors.map((one) => (isInside ? { ...one, loc: one.loc.slice(ahead) } : one))
  const alone = useExpressionPreview(draft.json)

  const keep = useEffectEvent((json: ExpressionJson) => {
    const entry = draft.rows === 0 ? null : withoutLoneGroup(json)
    // Opening the editor puts a lone condition under a group: that is no edit.
    const before = stage.entry && withoutLoneGroup(writeTree(treeOf(stage.entry), isRowComplete).json)
    if (isWhole && canEdit && !isSameJson(entry, before)) onChange(entry)
  })
  useEffect(() => { keep(draft.json) }, [draft.json, isWhole])

  const count = data?.count ?? null
  const shownCount = count === null ? '' : format.number(count)
  return (
    <Section title={t`Who enters`} action={count === null ? undefined : <span className="num">{isInside ? t`${shownCount} of the segment` : t`${shownCount} customers`}</span>}>
      <p className={css.sentence} aria-live="polite">{alone.data?.sentence ? <Sentence text={alone.data.sentence} /> : <span className="t3">{t`Add a condition: the sentence writes itself.`}</span>}</p>
      {!isWhole && <Status tone="info">{t`${plural(draft.missing, { one: '# row is unfinished: the draft keeps the last whole condition', other: '# rows are unfinished: the draft keeps the last whole condition' })}`}</Status>}
      <div className={css.builder}>
        <ExpressionBuilder draft={draft} catalogue={catalogue} nodeCounts={counts} problems={problems} isReadOnly={!canEdit} isStale={isSettling} scope="dialog" />
      </div>
      <p className="m t3">{t`Of several stages whose conditions hold, the latest one takes the customer.`}</p>
    </Section>
  )
}
