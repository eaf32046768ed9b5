import { useLingui } from '@lingui/react/macro'
import { useFormat } from '@/lib/format/use-format'
import type { Expected } from '../draft/expected'
import type { Place } from '../types'
import css from './strategy.module.css'

interface Props {
  rows: { uid: string; name: string }[]
  expected: Expected
  /** null while nothing runs. */
  places: Place[] | null
}

/** Now and after, place by place. */
export function CompareTable({ rows, expected, places }: Props) {
  const { t } = useLingui()
  const format = useFormat()
  const nowAt = (uid: string) => places?.find((place) => place.uid === uid)?.members ?? 0
  const gone = places?.filter((place) => !rows.some((row) => row.uid === place.uid)) ?? []
  const signed = (difference: number) => format.number(difference, { signDisplay: 'exceptZero' })
  const total = rows.reduce((sum, row) => sum + (expected.byPlace.get(row.uid) ?? 0), 0)
  const totalNow = places?.reduce((sum, place) => sum + place.members, 0) ?? 0

  function line(key: string, name: string, now: number, after: number, className = '') {
    return (
      <tr key={key} className={className}>
        <th scope="row" className="el" title={name}>{name}</th>
        {places && <td className="num r t2">{format.number(now)}</td>}
        <td className="num r b">{format.number(after)}</td>
        {places && <td className="num r t3">{signed(after - now)}</td>}
      </tr>
    )
  }

  return (
    <table className={css.compare} data-wide={places !== null || undefined}>
      <thead>
        <tr>
          <th scope="col">{t`Stage`}</th>
          {places && <th scope="col" className="r">{t`Now`}</th>}
          <th scope="col" className="r">{places ? t`After` : t`Customers`}</th>
          {places && <th scope="col" className="r">{t`Difference`}</th>}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => line(row.uid, row.name, nowAt(row.uid), expected.byPlace.get(row.uid) ?? 0))}
        {gone.map(({ uid, name, members }) => line(uid, t`${name}, removed`, members, 0))}
        {line('total', t`In the strategy`, totalNow, total, css.totalRow)}
      </tbody>
    </table>
  )
}
