import css from './status.module.css'

export type Tone = 'quiet' | 'neutral' | 'info' | 'good' | 'warn' | 'bad'

interface Props {
  /** `quiet` is the normal state: the same glyph without color. */
  tone: Tone
  /** The word; without it only the glyph, read aloud by its `title` or kept silent beside other words. */
  children?: string
  title?: string
  className?: string
}

const filled = 'currentColor'

function shapeOf(tone: Tone) {
  const ring = <circle cx="6" cy="6" r="4.25" fill="none" stroke={filled} strokeWidth="1.5" />
  const mark = { fill: 'none', stroke: 'var(--bg-page)', strokeWidth: 1.3, strokeLinecap: 'round', strokeLinejoin: 'round' } as const
  if (tone === 'neutral') return ring
  if (tone === 'info') return <>{ring}<path d="M6 3.2a2.8 2.8 0 0 1 0 5.6z" fill={filled} /></>
  if (tone === 'warn') return <><path d="M6 .9 11.6 10.8H.4z" fill={filled} stroke={filled} strokeWidth=".6" strokeLinejoin="round" /><path d="M6 4.4v2.8M6 9v.01" {...mark} /></>
  if (tone === 'bad') return <><path d="M6 .4 11.6 6 6 11.6.4 6z" fill={filled} /><path d="M6 3.4v3M6 8.4v.01" {...mark} /></>
  return <><circle cx="6" cy="6" r="5" fill={filled} /><path d="M3.8 6.2l1.6 1.6 2.9-3.4" {...mark} strokeWidth={1.4} /></>
}

export function Status({ tone, children, title, className = '' }: Props) {
  const isAlone = !children && Boolean(title)
  return (
    <span className={`${css.status} ${css[tone]} ${className}`} title={title}>
      <svg className={css.glyph} viewBox="0 0 12 12" role={isAlone ? 'img' : undefined} aria-label={isAlone ? title : undefined} aria-hidden={!isAlone}>
        {shapeOf(tone)}
      </svg>
      {children && <span className="el">{children}</span>}
    </span>
  )
}
