import { useLingui } from '@lingui/react/macro'
import { useEffect, useState } from 'react'
import type { Field } from '@/api/fields'
import { useCan } from '@/api/permissions'
import { locales, type Locale } from '@/i18n/locale'
import type { LocalizedText } from '@/i18n/texts'
import { useLatest } from '@/lib/hooks/use-latest'
import { EditableRow } from '@/ui/editable-row'
import { TextInput } from '@/ui/text-input'
import { changeParty } from '../api/parties'
import type { Party } from '../api/types'
import { FieldHistory } from './field-history'
import css from './record.module.css'
import { useFieldEdit } from './use-field-edit'
import type { PartySave } from './use-party-save'
import { useQueryClient } from '@tanstack/react-query'
import { showToast } from '@/ui/toast'

/** A name of one language is a value of its own, so two editors of two languages do not meet. */
function useNameSave(id: string, language: Locale): PartySave {
  const { t } = useLingui()
  const client = useQueryClient()
  return async function save({ set, base, label, isUndo }) {
    const texts = (values: Record<string, unknown>) => ({ 'party.name': { [language]: Object.values(values)[0] ?? null } })
    try {
      await changeParty(id, texts(set), texts(base))
    } finally {
      await client.invalidateQueries({ queryKey: ['parties', id] })
    }
    if (!isUndo) showToast(t`Changed: ${label}`, { undo: () => save({ set: base, base: set, label, isUndo: true }) })
  }
}

function textOf(value: unknown, language: Locale): string {
  if (typeof value === 'object' && value !== null) return (value as LocalizedText)[language] ?? ''
  return typeof value === 'string' ? value : ''
}

function NameEditor({ edit, label }: { edit: ReturnType<typeof useFieldEdit>; label: string }) {
  const begin = useLatest(edit.begin)
  useEffect(() => { begin.current() }, [begin])
  return <TextInput aria-label={label} value={typeof edit.draft === 'string' ? edit.draft : ''} onChange={edit.change} maxLength={500} autoFocus />
}

interface Props {
  party: Party
  field: Field
}

function NameOf({ party, field, language, marks }: Props & { language: Locale; marks: React.ReactNode }) {
  const { t } = useLingui()
  const can = useCan()
  const save = useNameSave(party.id, language)
  const value = party.name[language] ?? null
  const edit = useFieldEdit({ code: 'party.name', label: field.label, value, save })
  const { phase } = edit
  const conflict = phase.state === 'conflict' ? {
    mine: textOf(phase.draft, language),
    theirs: textOf(phase.conflict.theirs, language),
    changedBy: phase.conflict.changed_by ?? t`Somebody`,
    changedAt: phase.conflict.changed_at ?? new Date().toISOString(),
    onTakeMine: edit.takeMine,
    onTakeTheirs: edit.takeTheirs,
  } : null
  const shown = textOf(edit.shown, language)
  return (
    <EditableRow
      label={field.label}
      marks={marks}
      editor={can('parties.edit') ? () => <NameEditor edit={edit} label={field.label} /> : undefined}
      onCommit={edit.commit}
      onCancel={edit.cancel}
      isSaving={phase.state === 'saving'}
      error={phase.state === 'failed' ? phase.error : undefined}
      conflict={conflict}
    >
      {shown ? <span className="el" title={shown} lang={language}>{shown}</span> : null}
    </EditableRow>
  )
}

/** The name by language, switched in its label. */
export function NameRow({ party, field: known }: Props) {
  const { t } = useLingui()
  // The list names the column for all customers alike; a person has a name of another kind.
  const field = party.kind === 'PERSON' ? { ...known, label: t({ message: 'Name', context: 'of a person' }) } : known
  const [language, setLanguage] = useState<Locale>(party.lang)
  const next = locales[(locales.indexOf(language) + 1) % locales.length] ?? party.lang
  const shown = language.toUpperCase()
  const marks = (
    <>
      <button type="button" className={css.langs} aria-label={t`Language of the name: ${shown}`} title={t`Another language`} onClick={() => { setLanguage(next) }}>
        {locales.map((one) => <span key={one} className={one === language ? css.lang : undefined}>{one.toUpperCase()}</span>)}
      </button>
      <FieldHistory partyId={party.id} field={field} />
    </>
  )
  return <NameOf key={language} party={party} field={field} language={language} marks={marks} />
}
