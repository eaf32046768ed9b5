import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { FieldError } from '@/ui/field-error'
import type { Import, ImportColumn } from '../api/types'
import { isNew } from '../api/types'
import { ColumnReading } from './column-reading'
import { NewAttributeForm } from './new-attribute-form'
import { QuestionBox } from './question-box'
import { TargetSelect } from './target-select'
import type { ImportEdit } from './use-import-edit'
import css from './wizard.module.css'

interface Props {
  one: Import
  column: ImportColumn
  edit: ImportEdit
}

function Shape({ one, column }: Pick<Props, 'one' | 'column'>) {
  const { t } = useLingui()
  if (column.blanks >= one.rows_total) return <span className="m t3">{t`all blank`}</span>
  const words = [
    column.is_unique && column.blanks === 0 && t`all different`,
    column.distinct !== null && !column.is_unique && plural(column.distinct, { one: '# value', other: '# values' }),
    column.blanks > 0 && plural(column.blanks, { one: '# blank', other: '# blank' }),
  ]
  return <span className="m t3 el">{words.filter(Boolean).join(', ')}</span>
}

export function MappingRow({ one, column, edit }: Props) {
  const questions = one.questions.filter((question) => question.column === column.index)
  const examples = (column.examples.length > 0 ? column.examples : column.choices).slice(0, 3).join(', ')
  const error = edit.columnError(column.index)
  return (
    <tr className={column.target === null ? css.left : undefined}>
      <td>
        <div className={css.head}><b className="el" title={column.header}>{column.header}</b><Shape one={one} column={column} /></div>
      </td>
      <td><div className={`${css.examples} el`} title={examples}>{examples}</div></td>
      <td>
        <div className={css.target}>
          <TargetSelect column={column} onChange={(target) => { edit.setTarget(column.index, target) }} />
          {error && <p className="m bad row" role="alert"><FieldError>{error}</FieldError></p>}
        </div>
      </td>
      <td>
        <div className={css.how}>
          {isNew(column.target) && <NewAttributeForm key={column.target.new_attribute.kind} made={column.target.new_attribute} onChange={(made) => { edit.setTarget(column.index, { new_attribute: made }) }} />}
          {questions.length === 0 && !isNew(column.target) && <ColumnReading column={column} onChange={(options) => { edit.setColumnOptions(column.index, options) }} />}
          {questions.map((question) => <QuestionBox key={question.code} question={question} edit={edit} />)}
        </div>
      </td>
    </tr>
  )
}
