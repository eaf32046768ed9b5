import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useFields } from '@/api/fields'
import { useCan } from '@/api/permissions'
import { useFormat } from '@/lib/format/use-format'
import { goTo } from '@/lib/router-link'
import { Button } from '@/ui/button'
import { ErrorState } from '@/ui/error-state'
import { KeyValue } from '@/ui/key-value'
import { PeekPanel } from '@/ui/peek-panel'
import { ProgressBar } from '@/ui/progress-bar'
import { Section } from '@/ui/section'
import { Skeleton } from '@/ui/skeleton'
import { cardQuery } from '../api/queries'
import type { Card, Party, PartyCount, PartyRow } from '../api/types'
import { FeedLine } from '../feed/feed-line'
import { AttributeRow } from '../record/attribute-row'
import { CallButton } from '../record/call-button'
import { CardSlot } from '../record/card-slot'
import { Contacts } from '../record/contacts'
import { useOpenCard } from '../record/open-card'
import { TagsRow } from '../record/tags-row'
import { usePartyKindName } from '../values/use-party-kind-name'

interface Props {
  id: string
  row: PartyRow | undefined
  place?: { at: number; count: PartyCount | undefined }
  onMove: (by: number) => void
  onClose: () => void
}

const facts = ['party.status', 'party.owner']

function Facts({ card }: { card: Card }) {
  const { t } = useLingui()
  const format = useFormat()
  const { all } = useFields()
  const { party } = card
  const filled = all.filter((field) => field.is_custom && party.values[field.code] !== null && party.values[field.code] !== undefined)
  const shown = [...all.filter((field) => facts.includes(field.code)), ...filled.slice(0, 6)]
  const tagsLabel = all.find((field) => field.code === 'party.tags')?.label ?? t`Tags`
  return (
    <Section action={<span className="row"><ProgressBar label={t`Filled in`} value={party.completeness.percent / 100} width={40} /><span className="num">{format.percent(party.completeness.percent / 100)}</span></span>} title={t`About the customer`}>
      <KeyValue labelWidth={140}>
        {shown.map((field) => <AttributeRow key={field.code} party={party} field={field} />)}
        <TagsRow party={party} label={tagsLabel} />
      </KeyValue>
    </Section>
  )
}

function PeekActions({ party }: { party: Party }) {
  const { t } = useLingui()
  const can = useCan()
  const write = (kind: 'note' | 'task') => { goTo('/parties/$id', { id: party.id }, { write: kind }) }
  return (
    <>
      <CallButton party={party} />
      {can('notes.edit') && <Button icon="note" onClick={() => { write('note') }}>{t`Note`}</Button>}
      {can('tasks.edit') && <Button icon="task" onClick={() => { write('task') }}>{t`Task`}</Button>}
    </>
  )
}

function PeekBody({ card }: { card: Card }) {
  const { t } = useLingui()
  const { party } = card
  return (
    <>
      <CardSlot place="now" card={card} />
      <Facts key={party.id} card={card} />
      <Section title={t`Contacts`}><Contacts key={party.id} party={party} /></Section>
      <CardSlot place="related" card={card} />
      <Section title={t`Latest`} action={<Button variant="link" size="sm" onClick={() => { goTo('/parties/$id', { id: party.id }, { tab: 'history' }) }}>{t`Whole history`}</Button>}>
        <ul>{card.feed.items.slice(0, 5).map((entry) => <FeedLine key={entry.id} partyId={party.id} entry={entry} />)}</ul>
      </Section>
    </>
  )
}

/** The customer of the current row, without leaving the list. */
export function PartyPeek({ id, row, place, onMove, onClose }: Props) {
  const { t } = useLingui()
  const format = useFormat()
  const kindName = usePartyKindName()
  const card = useQuery(cardQuery(id))
  useOpenCard(id)
  const party = card.data?.party
  const title = party?.display_name ?? row?.display_name ?? ''
  const number = party?.number ?? row?.number
  const kind = party?.kind ?? row?.kind ?? 'PERSON'
  const total = place?.count && `${format.number(place.count.count)}${place.count.is_exact ? '' : '+'}`
  const at = place && format.number(place.at + 1)
  const position = at !== undefined && total !== undefined ? t`${at} of ${total}` : undefined
  return (
    <PeekPanel
      title={title}
      subtitle={number ? `${kindName(kind)}, K-${number}` : undefined}
      isOrganization={kind === 'ORGANIZATION'}
      position={position}
      canSelect
      onPrevious={place && (() => { onMove(-1) })}
      onNext={place && (() => { onMove(1) })}
      onOpen={() => { goTo('/parties/$id', { id }) }}
      onClose={onClose}
      actions={party && <PeekActions party={party} />}
    >
      {card.isPending && <Section><Skeleton lines={8} /></Section>}
      {card.error && !card.data && <ErrorState error={card.error} onRetry={() => void card.refetch()} />}
      {card.data && <PeekBody card={card.data} />}
    </PeekPanel>
  )
}
