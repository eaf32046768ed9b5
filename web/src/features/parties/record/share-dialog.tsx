import { useLingui } from '@lingui/react/macro'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { usePeople } from '@/api/people'
import { fieldRefusal, refusalOf } from '@/api/refusal'
import { useSession } from '@/api/session'
import { useFormat } from '@/lib/format/use-format'
import { instantOf } from '@/lib/zoned'
import { DateInput } from '@/ui/date-input'
import { Dialog } from '@/ui/dialog'
import { SegmentedControl } from '@/ui/segmented-control'
import { Select } from '@/ui/select'
import { shareParty, teamNamesQuery } from '../api/shares'

interface Props {
  partyId: string
  onDone: () => Promise<void>
  onClose: () => void
}

type Right = 'read' | 'edit'

/** Shows a customer to somebody beyond the owner's team, for a time or for good. */
export function ShareDialog({ partyId, onDone, onClose }: Props) {
  const { t } = useLingui()
  const people = usePeople()
  const myId = useSession()?.user.id
  const { timeZone } = useFormat()
  const teams = useQuery(teamNamesQuery).data ?? []
  const [receiver, setReceiver] = useState<string | null>(null)
  const [right, setRight] = useState<Right>('read')
  const [day, setDay] = useState<string | null>(null)
  const sharing = useMutation({
    mutationFn: async () => {
      const [kind, id = ''] = (receiver ?? '').split(':')
      await shareParty(partyId, { ...(kind === 'team' ? { team_id: id } : { user_id: id }), can_edit: right === 'edit', until: day ? instantOf(day, '23:59', timeZone) : null })
      await onDone()
    },
    onSuccess: onClose,
  })
  const submit = () => { if (receiver && !sharing.isPending) sharing.mutate() }
  const refusal = refusalOf(sharing.error)
  const options = [
    { group: t`People`, items: people.options.filter(({ value }) => value !== myId).map(({ value, label }) => ({ value: `user:${value}`, label })) },
    { group: t`Teams`, items: teams.map((one) => ({ value: `team:${one.id}`, label: one.name })) },
  ]
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="sm"
      title={t`Share the customer`}
      act={{ label: t`Share`, run: submit, isBusy: sharing.isPending, isReady: receiver !== null }}
      refusal={refusal}
    >
      <div className="stack">
        <Select label={t`With whom`} options={options} value={receiver} isSearchable onChange={setReceiver} error={fieldRefusal(sharing.error, 'user_id') ?? fieldRefusal(sharing.error, 'team_id')} />
        <SegmentedControl<Right> label={t`Right`} choices={[{ value: 'read', label: t`may read` }, { value: 'edit', label: t`may edit` }]} value={right} onChange={setRight} isWide />
        <DateInput label={t`Until`} value={day} onChange={setDay} error={fieldRefusal(sharing.error, 'until')} />
        <p className="m t3">{t`The customer stays with the owner. Only the owner's side may give the customer away or share further.`}</p>
      </div>
    </Dialog>
  )
}
