import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { goTo } from '@/lib/router-link'
import { IconButton } from '@/ui/icon-button'
import { Menu } from '@/ui/menu'
import { useCanvas } from '../canvas/canvas-context'
import { lobbyUid, type Member, type Place } from '../types'
import { useStrategySearch } from '../use-strategy-search'
import { MoveRefusal } from './move-refusal'

interface Props {
  strategyId: string
  member: Member
}

export function MemberMenu({ strategyId, member }: Props) {
  const { t } = useLingui()
  const { strategy } = useCanvas()
  const { patch } = useStrategySearch()
  const [wanted, setWanted] = useState<Place | null>(null)
  const name = member.display_name
  const stages = strategy.places.filter((place) => place.uid !== lobbyUid)
  return (
    <span onClick={(event) => { event.stopPropagation() }} onDoubleClick={(event) => { event.stopPropagation() }}>
      <Menu
        position="bottom-end"
        target={<IconButton icon="more" size="sm" label={t`Actions: ${name}`} withTooltip={false} />}
        sections={[
          {
            id: 'open',
            items: [
              { id: 'open', label: t`Open the customer`, icon: 'open', run: () => { goTo('/parties/$id', { id: member.id }) } },
              { id: 'why', label: t`Why here?`, icon: 'why', run: () => { patch({ member: member.id }) } },
            ],
          },
          { id: 'move', title: t`Move to stage…`, items: stages.map((place) => ({ id: place.uid, label: `${place.ord} ${place.name}`, run: () => { setWanted(place) } })) },
        ]}
      />
      {wanted && <MoveRefusal strategyId={strategyId} member={member} wanted={wanted} onClose={() => { setWanted(null) }} />}
    </span>
  )
}
