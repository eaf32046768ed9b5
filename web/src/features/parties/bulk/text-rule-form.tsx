import { useLingui } from '@lingui/react/macro'
import { Select } from '@/ui/select'
import type { TextEdit } from '../api/bulk'
import { FindForm } from './find-form'

interface Props {
  edit: TextEdit
  isName: boolean
  onChange: (edit: TextEdit) => void
}

type Letters = NonNullable<TextEdit['letters']>

/** Each customer's text is changed by the same rule. */
export function TextRuleForm({ edit, isName, onChange }: Props) {
  const { t } = useLingui()
  const letters: { value: Letters; label: string }[] = [
    { value: 'words', label: t`Each Word Begins With One` },
    { value: 'first', label: t`Only the first letter` },
    { value: 'upper', label: t`ALL LETTERS` },
    { value: 'lower', label: t`no letter` },
  ]
  const languages = [
    { value: 'all', label: t`in all languages` },
    { value: 'en', label: t`in English` },
    { value: 'ru', label: t`in Russian` },
    { value: 'uk', label: t`in Ukrainian` },
  ]
  return (
    <>
      {isName && <Select label={t`Name`} options={languages} value={edit.language ?? 'all'} onChange={(next) => { onChange({ ...edit, language: next === 'all' ? null : next as TextEdit['language'] }) }} />}
      {edit.rule === 'replace' && <FindForm edit={edit} onChange={(found) => { onChange({ ...edit, ...found }) }} isReplacing />}
      {edit.rule === 'trim' && <p className="t2">{t`Spaces around the text go, and several between words become one.`}</p>}
      {edit.rule === 'letters' && <Select label={t`Capital letters`} description={edit.letters === 'words' ? t`Legal forms and words in mixed letters, like McDonald, stay as they are.` : undefined} options={letters} value={edit.letters ?? null} onChange={(next) => { if (next) onChange({ ...edit, letters: next as Letters }) }} />}
    </>
  )
}
