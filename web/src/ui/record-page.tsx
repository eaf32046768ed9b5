import { useLingui } from '@lingui/react/macro'
import { useState, type ReactNode } from 'react'
import { useIsPhone } from '@/lib/hooks/use-is-phone'
import { ErrorBoundary } from './error-boundary'
import css from './layouts.module.css'
import { SegmentedControl } from './segmented-control'

type Part = 'main' | 'attributes' | 'related'

interface Props {
  head: ReactNode
  /** Left, 320 px: sections of attributes. */
  attributes: ReactNode
  /** Middle: tabs, composer, timeline. */
  children: ReactNode
  /** Right, 340 px. */
  related?: ReactNode
  /** What needs an act, with its Why; on a phone it stays above the parts. */
  now?: ReactNode
  /** Forces every pane to try again, e.g. the record's id. */
  resetKey?: string
}

function PhoneRecord({ head, attributes, children, related, now, resetKey }: Props) {
  const { t } = useLingui()
  const [part, setPart] = useState<Part>('main')
  const choices: { value: Part; label: string }[] = [{ value: 'main', label: t`Feed` }, { value: 'attributes', label: t`Details` }]
  if (related) choices.push({ value: 'related', label: t`Related` })
  const content = { main: children, attributes, related }
  return (
    <div className={`${css.page} ${css.scroll}`}>
      {head}
      {now}
      <div className={css.parts}><SegmentedControl label={t`Parts of the record`} value={part} onChange={setPart} choices={choices} isWide /></div>
      <ErrorBoundary resetKey={`${resetKey ?? ''}${part}`}>{content[part]}</ErrorBoundary>
    </div>
  )
}

export function RecordPage(props: Props) {
  const { head, attributes, children, related, now, resetKey } = props
  const isPhone = useIsPhone()
  if (isPhone) return <PhoneRecord {...props} />
  return (
    <div className={css.page}>
      {head}
      <div className={`${css.split} ${css.columns}`}>
        <div className={css.attrs}><ErrorBoundary resetKey={resetKey}>{attributes}</ErrorBoundary></div>
        <div className={css.main}><ErrorBoundary resetKey={resetKey}>{now}{children}</ErrorBoundary></div>
        {related && <div className={css.related}><ErrorBoundary resetKey={resetKey}>{related}</ErrorBoundary></div>}
      </div>
    </div>
  )
}
