import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { useFormat } from '@/lib/format/use-format'
import type { Import, ImportColumn } from '../api/types'
import css from './wizard.module.css'

const SHOWN = 12

/** What the file names and a list does not have: what becomes of it, or what the run has added. */
export function NewValues({ one, isForecast }: { one: Import; isForecast?: boolean }) {
  const columns = one.columns.filter((column) => column.target !== null && (isForecast ? column.unknown : column.added).length > 0)
  if (columns.length === 0) return null
  return (
    <dl className={css.novel}>
      {columns.map((column) => <Column key={column.index} column={column} isForecast={isForecast} />)}
    </dl>
  )
}

function Column({ column, isForecast }: { column: ImportColumn; isForecast?: boolean | undefined }) {
  const { t } = useLingui()
  const format = useFormat()
  const named = isForecast ? column.unknown.map(({ value, rows }) => `${value}\u00a0(${format.number(rows)})`) : column.added
  const more = named.length - SHOWN
  const rest = more > 0 ? plural(more, { one: 'and # more', other: 'and # more' }) : ''
  const header = column.header
  const words = {
    add: t`${header}: will be added`,
    leave_out: t`${header}: will be left out`,
    refuse: t`${header}: rows will be refused`,
  }
  return (
    <div>
      <dt className="t2">{isForecast ? words[column.options.new_choices ?? 'refuse'] : t`${header}: added to the list`}</dt>
      <dd>{named.slice(0, SHOWN).join(', ')} {rest}</dd>
    </div>
  )
}
