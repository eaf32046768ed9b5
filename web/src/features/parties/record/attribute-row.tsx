import { useLingui } from '@lingui/react/macro'
import { useEffect } from 'react'
import type { Field } from '@/api/fields'
import { useCan } from '@/api/permissions'
import { useLatest } from '@/lib/hooks/use-latest'
import { EditableRow } from '@/ui/editable-row'
import type { Party } from '../api/types'
import { canEditField } from '../values/can-edit-field'
import { useValueText } from '../values/use-value-text'
import { ValueEditor } from '../values/value-editor'
import { isBlank } from '../values/is-blank'
import { ValueView } from '../values/value-view'
import { FieldHistory } from './field-history'
import { useFieldEdit } from './use-field-edit'
import { usePartySave } from './use-party-save'

interface Props {
  party: Party
  field: Field
}

interface EditorProps {
  field: Field
  edit: ReturnType<typeof useFieldEdit>
  done: () => void
}

function Editor({ field, edit, done }: EditorProps) {
  const begin = useLatest(edit.begin)
  useEffect(() => { begin.current() }, [begin])
  return <ValueEditor field={field} value={edit.draft} onChange={edit.change} onDone={done} />
}

/** One attribute of the card: its value, its editor, its history and its conflict. */
export function AttributeRow({ party, field }: Props) {
  const { t } = useLingui()
  const can = useCan()
  const textOf = useValueText()
  const save = usePartySave(party.id)
  const edit = useFieldEdit({ code: field.code, label: field.label, value: party.values[field.code] ?? null, save })
  const { phase } = edit
  const conflict = phase.state === 'conflict' ? {
    mine: textOf(field, phase.draft),
    theirs: textOf(field, phase.conflict.theirs),
    changedBy: phase.conflict.changed_by ?? t`Somebody`,
    changedAt: phase.conflict.changed_at ?? new Date().toISOString(),
    onTakeMine: edit.takeMine,
    onTakeTheirs: edit.takeTheirs,
  } : null
  const isEditable = canEditField(field, can)
  const isShown = !isBlank(edit.shown) || field.code === 'party.owner'
  return (
    <EditableRow
      label={field.label}
      marks={field.is_tracked ? <FieldHistory partyId={party.id} field={field} /> : <></>}
      editor={isEditable ? ({ done }) => <Editor field={field} edit={edit} done={done} /> : undefined}
      onCommit={edit.commit}
      onCancel={edit.cancel}
      isSaving={phase.state === 'saving'}
      error={phase.state === 'failed' ? phase.error : undefined}
      conflict={conflict}
    >
      {isShown ? <ValueView field={field} value={edit.shown} /> : null}
    </EditableRow>
  )
}
