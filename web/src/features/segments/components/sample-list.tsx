import { useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { useFields } from '@/api/fields'
import { usePeople } from '@/api/people'
import type { PreviewRow } from '@/api/use-expression-preview'
import { shortName } from '@/lib/format/name'
import css from './segment.module.css'

interface Props {
  rows: PreviewRow[]
  isOutdated: boolean
}

/** The first twenty, latest changed first; each opens the customer. */
export function SampleList({ rows, isOutdated }: Props) {
  const { t } = useLingui()
  const { byCode } = useFields()
  const people = usePeople()
  const statuses = byCode.get('party.status')?.choices ?? []
  const statusOf = (row: PreviewRow) => statuses.find((choice) => choice.value === row.values['party.status'])?.label ?? ''
  const ownerOf = (row: PreviewRow) => people.nameOf(row.values['party.owner'] as string | null) ?? ''
  if (rows.length === 0) return <p className="t3">{t`Nobody fits these conditions.`}</p>
  return (
    <ul className={css.sample} data-outdated={isOutdated || undefined}>
      {rows.map((row) => (
        <li key={row.id}>
          <Link to={`/parties/${row.id}`} className="el b" title={row.display_name}>{row.display_name}</Link>
          <span className="el t2">{statusOf(row)}</span>
          <span className="el m t3 r">{shortName(ownerOf(row))}</span>
        </li>
      ))}
    </ul>
  )
}
