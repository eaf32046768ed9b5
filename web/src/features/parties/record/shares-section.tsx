import { useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useCan } from '@/api/permissions'
import { useFormat } from '@/lib/format/use-format'
import { Avatar } from '@/ui/avatar'
import { Icon } from '@/ui/icon'
import { IconButton } from '@/ui/icon-button'
import { Section } from '@/ui/section'
import { showRefusal } from '@/ui/show-refusal'
import { showToast } from '@/ui/toast'
import { revokeShare, shareParty, sharesQuery, type Share } from '../api/shares'
import css from '../feed/feed.module.css'
import { ShareDialog } from './share-dialog'

/** With whom the customer is shared beyond the owner's team. */
export function SharesSection({ partyId }: { partyId: string }) {
  const { t } = useLingui()
  const format = useFormat()
  const can = useCan()
  const client = useQueryClient()
  const [isOpen, setOpen] = useState(false)
  const query = sharesQuery(partyId)
  const shares = useQuery(query).data ?? []
  const refresh = () => client.invalidateQueries({ queryKey: query.queryKey })
  const revoking = useMutation({
    mutationFn: async (share: Share) => {
      await revokeShare(partyId, share.id)
      await refresh()
      const { name, user_id, team_id, can_edit, until, is_over } = share
      showToast(t`No longer shared with ${name}`, is_over ? {} : { undo: async () => { await shareParty(partyId, { user_id, team_id, can_edit, until }); await refresh() } })
    },
    onError: showRefusal,
  })
  const mayShare = can('parties.share')
  if (shares.length === 0 && !mayShare) return null

  function terms(share: Share): string {
    const right = share.can_edit ? t`may edit` : t`may read`
    if (share.is_over) return t`has ended`
    if (!share.until) return right
    const day = format.date(share.until)
    return t`${right}, until ${day}`
  }

  return (
    <Section title={t`Shared with`} action={mayShare && <IconButton size="sm" icon="plus" label={t`Share the customer`} onClick={() => { setOpen(true) }} />}>
      {shares.length === 0 && <span className="t3">{t`nobody`}</span>}
      {shares.map((share) => {
        const { name } = share
        return (
          <div key={share.id} className={css.line}>
            {share.team_id ? <Icon name="users" /> : <Avatar name={name} />}
            <span className={`el grow ${share.is_over ? 't3' : ''}`} title={name}>{name}</span>
            <span className="m t3 nb">{terms(share)}</span>
            {mayShare && <IconButton size="sm" icon="close" label={t`Stop sharing with ${name}`} onClick={() => { revoking.mutate(share) }} />}
          </div>
        )
      })}
      {isOpen && <ShareDialog partyId={partyId} onDone={refresh} onClose={() => { setOpen(false) }} />}
    </Section>
  )
}
