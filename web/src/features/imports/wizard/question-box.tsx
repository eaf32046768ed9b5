import { useLingui } from '@lingui/react/macro'
import { Button } from '@/ui/button'
import { Status } from '@/ui/status'
import type { Question } from '../api/types'
import type { ImportEdit } from './use-import-edit'
import css from './wizard.module.css'

interface Props {
  question: Question
  edit: ImportEdit
}

/** What the file cannot tell by itself; guessing would spoil data. */
export function QuestionBox({ question, edit }: Props) {
  const { t } = useLingui()

  function answer(value: string): void {
    if (question.column !== null) edit.setColumnOptions(question.column, { [question.code]: value })
    else edit.setOptions({ [question.code]: question.code === 'key' && value !== 'none' ? Number(value) : value })
  }

  return (
    <div className={css.question} role="group" aria-label={question.text}>
      <span className="row"><Status tone={question.is_required ? 'warn' : 'neutral'} /><span>{question.text}</span></span>
      <div className={css.answers}>
        {question.answers.map(({ value, label }) => <Button key={value} size="sm" onClick={() => { answer(value) }}>{label}</Button>)}
        {question.code === 'currency' && question.column !== null && <Button size="sm" onClick={() => { edit.setColumnOptions(question.column ?? 0, { is_currency_confirmed: true }) }}>{t`It is right`}</Button>}
      </div>
    </div>
  )
}
