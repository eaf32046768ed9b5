import { useLingui } from '@lingui/react/macro'
import { useFormat } from '@/lib/format/use-format'
import type { Certificate } from '../api'
import css from './sign-in.module.css'

/** Whose they are and until when; the fingerprint is what one compares with the provider's own. */
export function Certificates({ certificates }: { certificates: Certificate[] }) {
  const { t } = useLingui()
  const format = useFormat()
  const rows = certificates.map(({ expires_at, ...one }) => ({ ...one, day: format.fullDate(expires_at), isOver: new Date(expires_at) <= new Date() }))
  return (
    <ul className={`stack ${css.wrapped}`}>
      {rows.map(({ name, day, isOver, fingerprint }) => (
        <li key={fingerprint}>
          {isOver ? <span className="warn">{t`${name}, ran out on ${day}`}</span> : t`${name}, until ${day}`}
          <div className="t3 m"><code title={fingerprint}>{fingerprint.slice(0, 23)}…</code></div>
        </li>
      ))}
    </ul>
  )
}
