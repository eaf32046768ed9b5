import { useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { refusalOf } from '@/api/refusal'
import { useSession } from '@/api/session'
import { Button } from '@/ui/button'
import { Dialog } from '@/ui/dialog'
import { invitePerson, type PersonDraft } from '../api/people'
import { LinkOnce } from './link-once'
import { PersonFields } from './person-fields'

export function InviteDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const language = useSession()?.user.language ?? 'en'
  const [draft, setDraft] = useState<PersonDraft>({ email: '', name: '', team_id: null, role_ids: [], language })
  const inviting = useMutation({
    mutationFn: () => invitePerson(draft),
    onSuccess: () => { void client.invalidateQueries({ queryKey: ['people'] }); void client.invalidateQueries({ queryKey: ['users'] }) },
  })
  const submit = () => { if (!inviting.isPending && !inviting.data) inviting.mutate() }
  if (inviting.data) {
    const name = inviting.data.person.name
    return (
      <Dialog isOpen onClose={onClose} title={t`Invitation for ${name}`} footer={<Button variant="primary" onClick={onClose}>{t`Done`}</Button>}>
        <LinkOnce link={inviting.data.link} />
      </Dialog>
    )
  }
  const refusal = refusalOf(inviting.error)
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t`Invite a person`}
      act={{ label: t`Invite`, run: submit, isBusy: inviting.isPending, isReady: draft.email.trim() !== '' && draft.name.trim() !== '' }}
      refusal={refusal}
    >
      <PersonFields isNew draft={draft} error={inviting.error} onChange={(change) => { setDraft((now) => ({ ...now, ...change })) }} />
    </Dialog>
  )
}
