import { Plural, useLingui } from '@lingui/react/macro'
import type { Import, ImportColumn } from '../api/types'
import { isNew } from '../api/types'
import { ColumnReading } from './column-reading'
import { FieldError } from './field-error'
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
  const words = [
    column.is_unique && column.blanks === 0 && <span key="unique">{t`all different`}</span>,
    column.distinct !== null && !column.is_unique && <Plural key="distinct" value={column.distinct} one="# value" other="# values" />,
    column.blanks > 0 && <Plural key="blanks" value={column.blanks} one="# blank" other="# blank" />,
  ].filter(Boolean)
  if (column.blanks >= one.rows_total) return <span className="m t3">{t`all blank`}</span>
  return <span className="m t3 el">{words.map((word, index) => <span key={index}>{index > 0 && ', '}{word}</span>)}</span>
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
          {error && <FieldError>{error}</FieldError>}
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
