import { useLingui } from '@lingui/react/macro'
import { useState, type ReactNode } from 'react'
import { ErrorBoundary } from './error-boundary'
import { ErrorState } from './error-state'
import { Icon } from './icon'
import { Popover } from './popover'
import { Skeleton } from './skeleton'
import css from './why-chip.module.css'

interface Props {
  /** What the evidence is about; read aloud after "Why?". */
  subject: string
  /** Ready evidence, or use `load`. */
  children?: ReactNode
  /** Fetched when it is opened the first time. */
  load?: () => Promise<ReactNode>
  width?: number
}

type Loaded = { state: 'idle' | 'loading' } | { state: 'done'; content: ReactNode } | { state: 'failed'; error: unknown }

export function WhyChip({ subject, children, load, width = 360 }: Props) {
  const { t } = useLingui()
  const [isOpen, setIsOpen] = useState(false)
  const [loaded, setLoaded] = useState<Loaded>({ state: 'idle' })

  function fetchEvidence(): void {
    if (!load) return
    setLoaded({ state: 'loading' })
    load().then(
      (content) => { setLoaded({ state: 'done', content }) },
      (error: unknown) => { setLoaded({ state: 'failed', error }) },
    )
  }

  function toggle(next: boolean): void {
    setIsOpen(next)
    if (next && loaded.state !== 'done') fetchEvidence()
  }

  const chip = (
    <button type="button" className={css.why} aria-expanded={isOpen} aria-label={t`Why? ${subject}`} onClick={() => { toggle(!isOpen) }}>
      <Icon name="why" size={12} />{t`Why?`}
    </button>
  )
  return (
    <Popover target={chip} isOpen={isOpen} onChange={toggle} width={width} position="bottom-end" label={subject}>
      <div className={css.evidence}>
        <h2 className={css.title}>{subject}</h2>
        <ErrorBoundary>
          {children}
          {loaded.state === 'loading' && <Skeleton lines={4} />}
          {loaded.state === 'done' && loaded.content}
          {loaded.state === 'failed' && <ErrorState error={loaded.error} onRetry={fetchEvidence} />}
        </ErrorBoundary>
      </div>
    </Popover>
  )
}
