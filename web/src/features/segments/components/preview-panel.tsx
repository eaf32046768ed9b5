import { useLingui } from '@lingui/react/macro'
import type { ExpressionPreview } from '@/api/use-expression-preview'
import type { ExpressionCatalogue } from '@/lib/expression/expression'
import { countsById, segmentField, type EditNode, type GroupNode, type Shadow } from '@/lib/expression/tree'
import { useFormat } from '@/lib/format/use-format'
import { ErrorState } from '@/ui/error-state'
import { FunnelBars } from '@/ui/funnel-bars'
import { Section } from '@/ui/section'
import { Skeleton } from '@/ui/skeleton'
import { ThinBar } from '@/ui/thin-bar'
import { SampleList } from './sample-list'
import css from './segment.module.css'

interface Props {
  preview: ExpressionPreview | undefined
  root: GroupNode
  shadow: Shadow
  catalogue: ExpressionCatalogue
  isSettling: boolean
  error: Error | null
  onRetry: () => void
}

function useNodeName(catalogue: ExpressionCatalogue): (node: EditNode) => string {
  const { t } = useLingui()
  const fields = new Map(catalogue.fields.map((field) => [field.code, field.label]))
  const segments = new Map(catalogue.segments.map((segment) => [segment.value, segment.label]))
  return function nameOf(node: EditNode): string {
    if (node.kind === 'row') return node.field === segmentField ? (segments.get(String(node.value)) ?? t`Segment`) : (fields.get(node.field ?? '') ?? '—')
    const inner = [...new Set(node.of.map(nameOf))].join(', ')
    return node.op === 'not' ? t`Not: ${inner}` : inner
  }
}

export function PreviewPanel({ preview, root, shadow, catalogue, isSettling, error, onRetry }: Props) {
  const { t } = useLingui()
  const format = useFormat()
  const nameOf = useNodeName(catalogue)
  const base = preview?.total ?? null
  const counts = countsById(shadow, preview?.node_counts ?? [])
  const count = preview?.count ?? null
  const parts = root.of.filter((node) => counts.has(node.id))
  const share = count !== null && base ? format.percent(count / base, 1) : null
  const bars = [
    ...(base === null ? [] : [{ id: 'all', label: t`All customers`, count: base }]),
    ...parts.map((node) => ({ id: node.id, label: nameOf(node), count: counts.get(node.id) ?? 0 })),
    ...(count === null ? [] : [{ id: 'result', label: t`Segment`, count }]),
  ]
  return (
    <aside className={css.panel} aria-label={t`Who belongs to it`}>
      <ThinBar isActive={isSettling && preview !== undefined} />
      {error && <ErrorState error={error} onRetry={onRetry} />}
      <Section>
        <div className={css.big} aria-live="polite">{count !== null ? format.number(count) : isSettling && root.of.length > 0 ? <Skeleton width={96} /> : <span className="t3">—</span>}</div>
        <div className="t2">{share !== null ? t`customers, ${share} of those you see` : preview?.errors.length ? t`Mend the marked conditions to count` : t`customers`}</div>
      </Section>
      {parts.length > 0 && <Section title={t`How many pass each condition`}><FunnelBars bars={bars} highlighted="result" /></Section>}
      <Section title={t`Who belongs to it`}>
        {root.of.length === 0 && <p className="t3">{t`Add a condition to see them.`}</p>}
        {preview && preview.errors.length === 0 && <SampleList rows={preview.sample} isOutdated={isSettling} />}
        {!preview && !error && root.of.length > 0 && (isSettling ? <Skeleton lines={8} /> : <p className="t3">{t`Fill in a condition to see them.`}</p>)}
      </Section>
    </aside>
  )
}
