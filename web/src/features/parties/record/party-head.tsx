import { useLingui } from '@lingui/react/macro'
import { useFields } from '@/api/fields'
import { useCan } from '@/api/permissions'
import { useFormat } from '@/lib/format/use-format'
import { useIsPhone } from '@/lib/hooks/use-is-phone'
import { goTo } from '@/lib/router-link'
import { useStore } from '@/lib/store'
import { Avatar } from '@/ui/avatar'
import { Button } from '@/ui/button'
import { IconButton } from '@/ui/icon-button'
import { Menu } from '@/ui/menu'
import { PageHead } from '@/ui/page-head'
import { Status } from '@/ui/status'
import { showToast } from '@/ui/toast'
import { composerId } from '../feed/composer'
import { lastList } from '../list/last-list'
import type { Party } from '../api/types'
import { toneOf } from '../values/status-tones'
import { usePartyKindName } from '../values/use-party-kind-name'
import { useValueText } from '../values/use-value-text'
import { CallButton } from './call-button'
import { openList } from './open-list'
import { useRecycle } from './use-recycle'

function Neighbors({ party, onMove }: { party: Party; onMove: (by: number) => void }) {
  const { t } = useLingui()
  const format = useFormat()
  const { ids } = useStore(lastList)
  const at = ids.indexOf(party.id)
  if (at < 0) return null
  const [place, total] = [format.number(at + 1), format.number(ids.length)]
  return (
    <>
      <span className="m t3 num nb">{t`${place} of ${total}`}</span>
      <IconButton size="sm" icon="chevron-up" label={t`Previous customer`} keys="k" disabled={at === 0} onClick={() => { onMove(-1) }} />
      <IconButton size="sm" icon="chevron-down" label={t`Next customer`} keys="j" disabled={at === ids.length - 1} onClick={() => { onMove(1) }} />
    </>
  )
}

interface Props {
  party: Party
  onMove: (by: number) => void
}

export function PartyHead({ party, onMove }: Props) {
  const { t } = useLingui()
  const can = useCan()
  const isPhone = useIsPhone()
  const { byCode } = useFields()
  const textOf = useValueText()
  const kindName = usePartyKindName()
  const { title } = useStore(lastList)
  const status = byCode.get('party.status')
  const recycle = useRecycle(party)
  const isOrganization = party.kind === 'ORGANIZATION'

  const more = (
    <Menu
      position="bottom-end"
      target={<IconButton icon="more" label={t`More`} />}
      sections={[{ id: 'more', items: [
        { id: 'link', label: t`Copy the address`, icon: 'link', run: () => { void navigator.clipboard.writeText(window.location.href); showToast(t`Address copied`, { seconds: 3 }) } },
        { id: 'number', label: t`Copy the number`, icon: 'copy', run: () => { void navigator.clipboard.writeText(`K-${party.number}`); showToast(t`Number copied`, { seconds: 3 }) } },
        { id: 'history', label: t`Whole history`, icon: 'history', run: () => { goTo('/parties/$id', { id: party.id }, { tab: 'history' }) } },
        ...(can('parties.delete') ? [{ id: 'delete', label: t`Delete`, icon: 'trash' as const, isDanger: true, run: recycle }] : []),
      ] }]}
    />
  )
  const actions = (
    <>
      {!isPhone && <Neighbors party={party} onMove={onMove} />}
      {can('notes.edit') && <Button icon="note" onClick={() => document.getElementById(composerId)?.focus()}>{t`Note`}</Button>}
      <CallButton party={party} />
      {more}
    </>
  )
  return (
    <PageHead
      title={party.display_name}
      before={isPhone ? <IconButton icon="chevron-left" label={t`Back`} onClick={() => { openList(party.id) }} /> : <Avatar name={party.display_name} size={32} isSquare={isOrganization} />}
      marks={status && <Status tone={toneOf(party.values['party.status'])}>{textOf(status, party.values['party.status'])}</Status>}
      crumbs={<><button type="button" className="link" onClick={() => { openList(party.id) }}>{title || t`Customers`}</button> / <span className="el">{kindName(party.kind)}, K-{party.number}</span></>}
      actions={actions}
    />
  )
}
