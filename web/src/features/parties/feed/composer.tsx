import { useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type KeyboardEvent } from 'react'
import { useCan } from '@/api/permissions'
import { usePeople } from '@/api/people'
import { request } from '@/api/request'
import { useSession } from '@/api/session'
import { noteSlot, type NoteAttachments } from '@/lib/card-slots'
import { useFormat } from '@/lib/format/use-format'
import { usePref } from '@/lib/prefs'
import { dayOf, dayPlus, instantOf } from '@/lib/zoned'
import { Button } from '@/ui/button'
import { DateInput } from '@/ui/date-input'
import { SegmentedControl } from '@/ui/segmented-control'
import { Select } from '@/ui/select'
import { Textarea } from '@/ui/textarea'
import { showToast } from '@/ui/toast'
import css from './feed.module.css'

type Kind = 'note' | 'task'

const nothing: NoteAttachments = { ids: [], isSending: false, hasFailed: false }

export const composerId = 'composer'

interface Props {
  partyId: string
  /** What the person came to write. */
  start?: Kind
}

/** Always open: a note, or a task with a deadline. The draft stays until it is saved. */
export function Composer({ partyId, start }: Props) {
  const { t } = useLingui()
  const can = useCan()
  const client = useQueryClient()
  const me = useSession()?.user.id ?? null
  const people = usePeople()
  const { timeZone } = useFormat()
  const [kind, setKind] = useState<Kind>(start ?? (can('notes.edit') ? 'note' : 'task'))
  const [text, setText] = usePref(`draft.${partyId}`, '')
  const [due, setDue] = useState<string | null>(null)
  const [assignee, setAssignee] = useState<string | null>(null)
  const [files, setFiles] = useState(nothing)
  const slot = noteSlot()
  const NoteFiles = kind === 'note' ? slot.NoteFiles : undefined
  const attached = NoteFiles ? files : nothing
  const today = dayOf(new Date(), timeZone)
  const day = due ?? dayPlus(today, 1)

  const saving = useMutation({
    mutationFn: () => {
      if (kind === 'note') return request('POST', '/notes', { body: { party_id: partyId, text, file_ids: attached.ids } })
      return request('POST', '/tasks', { body: { party_id: partyId, title: text.split('\n')[0]?.slice(0, 500), text: text.split('\n').slice(1).join('\n'), due_at: instantOf(day, '18:00', timeZone), assignee_id: assignee ?? me } })
    },
    onSuccess: () => {
      setText('')
      showToast(kind === 'note' ? t`Note saved` : t`Task created`, { seconds: 4 })
      void client.invalidateQueries({ queryKey: ['parties', partyId] })
      void client.invalidateQueries({ queryKey: ['tasks'] })
      if (attached.ids.length > 0) void client.invalidateQueries({ queryKey: ['files'] })
    },
  })
  const isReady = (text.trim() !== '' || attached.ids.length > 0) && !attached.isSending && !attached.hasFailed
  const submit = () => { if (isReady && !saving.isPending) saving.mutate() }
  const kinds = ([{ value: 'note', label: t`Note`, icon: 'note', right: 'notes.edit' }, { value: 'task', label: t`Task`, icon: 'task', right: 'tasks.edit' }] as const).filter((one) => can(one.right))
  if (kinds.length === 0) return null

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>): void {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) { event.preventDefault(); submit() }
    if (event.key === 'Escape') event.currentTarget.blur()
  }

  const field = <Textarea id={composerId} aria-label={kind === 'note' ? t`Note` : t`Task`} placeholder={kind === 'note' ? t`What happened, what was agreed` : t`What is to be done`} value={text} onChange={setText} minRows={2} autoFocus={start !== undefined} onKeyDown={onKeyDown} error={saving.error?.message} />
  const hint = attached.isSending ? t`The note can be saved when its files have come in` : attached.hasFailed ? t`Send the file again, or take it off` : t`Seen by everybody who sees the customer`

  return (
    <form className={css.composer} onSubmit={(event) => { event.preventDefault(); submit() }}>
      <SegmentedControl label={t`What to write`} isSmall value={kind} onChange={setKind} choices={kinds.map(({ value, label, icon }) => ({ value, label, icon }))} />
      <div className={css.box}>
        {NoteFiles ? <NoteFiles partyId={partyId} onChange={setFiles}>{field}</NoteFiles> : field}
      </div>
      <div className={css.tools}>
        {kind === 'task' && <div className={css.date}><DateInput aria-label={t`Deadline`} value={day} min={today} onChange={setDue} isClearable={false} /></div>}
        {kind === 'task' && <Select aria-label={t`Who does it`} options={people.options} value={assignee ?? me} onChange={setAssignee} isSearchable />}
        {kind === 'note' && <span className="m t3">{hint}</span>}
        <span className="grow" />
        <Button variant="primary" type="submit" keys="mod+Enter" isBusy={saving.isPending} disabled={!isReady}>{kind === 'note' ? t`Save` : t`Create`}</Button>
      </div>
    </form>
  )
}
