import { useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { nobodyId, usePeople } from '@/api/people'
import { fieldRefusal, refusalOf } from '@/api/refusal'
import { useSession } from '@/api/session'
import { dayOf, dayPlus, instantOf } from '@/lib/zoned'
import { useFormat } from '@/lib/format/use-format'
import { Dialog } from '@/ui/dialog'
import { Select } from '@/ui/select'
import { TextInput } from '@/ui/text-input'
import { Textarea } from '@/ui/textarea'
import { showToast } from '@/ui/toast'
import { createTask } from '../api'
import css from './activities.module.css'
import { DueEditor } from './due-editor'
import { usePartyOptions } from './use-party-options'

export function TaskDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const { timeZone } = useFormat()
  const queryClient = useQueryClient()
  const people = usePeople()
  const me = useSession()?.user.id ?? null
  const [title, setTitle] = useState('')
  const [text, setText] = useState('')
  const [party, setParty] = useState<string | null>(null)
  const [assignee, setAssignee] = useState<string | null>(me)
  const [due, setDue] = useState(() => instantOf(dayPlus(dayOf(new Date(), timeZone), 1), '10:00', timeZone))
  const [isTried, setIsTried] = useState(false)
  const options = usePartyOptions()
  const creation = useMutation({
    mutationFn: (partyId: string) => createTask({ party_id: partyId, title: title.trim(), text, due_at: due, assignee_id: assignee ?? undefined }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['tasks'] })
      showToast(t`Task created: ${title}`)
      onClose()
    },
  })

  function create(): void {
    setIsTried(true)
    if (title.trim() && party) creation.mutate(party)
  }

  return (
    <Dialog isOpen onClose={onClose} title={t`Create a task`} act={{ label: t`Create the task`, run: create, isBusy: creation.isPending }} refusal={refusalOf(creation.error)}>
      <div className="stack">
        <TextInput label={t`What to do`} value={title} maxLength={500} autoFocus onChange={setTitle} error={isTried && !title.trim() ? t`Say what is to be done` : fieldRefusal(creation.error, 'title')} />
        <Select label={t`Customer`} options={options.found} value={party} onChange={setParty} onSearch={options.search} placeholder={t`Name, phone or e-mail`} error={isTried && !party ? t`Choose the customer` : fieldRefusal(creation.error, 'party_id')} />
        <div className={css.two}>
          <div><p className={css.label}>{t`Due`}</p><DueEditor value={due} onChange={setDue} error={fieldRefusal(creation.error, 'due_at')} /></div>
          <Select label={t`Assignee`} options={[{ value: nobodyId, label: t`Nobody yet` }, ...people.options]} value={assignee} onChange={setAssignee} isSearchable error={fieldRefusal(creation.error, 'assignee_id')} />
        </div>
        <Textarea label={t`Details`} value={text} onChange={setText} />
      </div>
    </Dialog>
  )
}
