import { useLingui } from '@lingui/react/macro'
import type { Import } from '../api/types'
import { MappingRow } from './mapping-row'
import type { ImportEdit } from './use-import-edit'
import css from './wizard.module.css'

interface Props {
  one: Import
  edit: ImportEdit
}

/** Each column of the file: what it holds and what it fills. */
export function MappingTable({ one, edit }: Props) {
  const { t } = useLingui()
  return (
    <table className={css.table}>
      <thead>
        <tr>
          <th scope="col" style={{ width: '20%' }}>{t`Column of the file`}</th>
          <th scope="col" style={{ width: '18%' }}>{t`Examples`}</th>
          <th scope="col" style={{ width: '25%' }}>{t`Fills`}</th>
          <th scope="col">{t`How it is kept`}</th>
        </tr>
      </thead>
      <tbody>
        {one.columns.map((column) => <MappingRow key={column.index} one={one} column={column} edit={edit} />)}
      </tbody>
    </table>
  )
}
