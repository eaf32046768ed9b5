import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { useFormat } from '@/lib/format/use-format'
import { Icon } from '@/ui/icon'
import { Section } from '@/ui/section'
import { errorsAddress } from '../api/imports'
import type { Import } from '../api/types'
import css from './wizard.module.css'

function Download({ id }: { id: string }) {
  const { t } = useLingui()
  return (
    <span className={css.downloads}>
      <a className={`link ${css.link}`} href={errorsAddress(id, 'xlsx')} download><Icon name="download" size={14} />{t`Rows to mend (XLSX)`}</a>
      <a className="link" href={errorsAddress(id, 'csv')} download aria-label={t`Rows to mend (CSV)`}>CSV</a>
    </span>
  )
}

/** The first refusals by row and column; the file has them all. */
export function ProblemList({ one }: { one: Import }) {
  const { t } = useLingui()
  const format = useFormat()
  if (one.problems_total === 0) return null
  const title = plural(one.problems_total, { one: '# problem', other: '# problems' })
  const [first, all] = [format.number(one.problems.length), format.number(one.problems_total)]
  if (one.problems.length === 0) {
    return <Section title={title}><p className="m t2">{t`The refused rows are not kept any more: their days are over, or a customer who may stand in them was removed for good. Import the file again to see them.`}</p></Section>
  }
  return (
    <Section title={title} action={<Download id={one.id} />}>
      <p className="m t3">{t`Mend the rows in the downloaded file and import it again: the mapping is the same, the two columns added in front are left out by themselves.`}</p>
      <table className={`${css.table} ${css.problems}`}>
        <thead><tr><th scope="col" style={{ width: 64 }}>{t`Row`}</th><th scope="col" style={{ width: '22%' }}>{t`Column`}</th><th scope="col" style={{ width: '24%' }}>{t`Value`}</th><th scope="col">{t`What is wrong`}</th></tr></thead>
        <tbody>
          {one.problems.map((problem, index) => (
            <tr key={index}>
              <td className="num">{format.number(problem.row)}</td>
              <td className="el" title={problem.header}>{problem.header || t`the whole row`}</td>
              <td className="el t2" title={problem.value}>{problem.value}</td>
              <td>{problem.message}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {one.problems.length < one.problems_total && <p className="m t3">{t`${first} of ${all} are shown; the file has them all.`}</p>}
    </Section>
  )
}
