import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { isProblem } from '@/api/problem'
import { useCommands } from '@/lib/commands/use-commands'
import { goTo } from '@/lib/router-link'
import { Button } from '@/ui/button'
import { EmptyState } from '@/ui/empty-state'
import { ErrorState } from '@/ui/error-state'
import { PageHead } from '@/ui/page-head'
import { RecordPage } from '@/ui/record-page'
import { Section } from '@/ui/section'
import { Skeleton } from '@/ui/skeleton'
import { Tabs } from '@/ui/tabs'
import { cardQuery } from '../api/queries'
import type { Card } from '../api/types'
import { Composer, composerId } from '../feed/composer'
import { Feed } from '../feed/feed'
import { lastList } from '../list/last-list'
import { Attributes } from '../record/attributes'
import { CardSlot } from '../record/card-slot'
import { HistoryTable } from '../record/history-table'
import { useOpenCard } from '../record/open-card'
import { openList } from '../record/open-list'
import { PartyHead } from '../record/party-head'
import { SharesSection } from '../record/shares-section'
import css from '../record/record.module.css'
import { RecycledParty } from '../bin/recycled-party'
import { partyRoute, type PartyTab } from '../routes'

function useRecordCommands(id: string): (by: number) => void {
  function move(by: number): void {
    const { ids } = lastList.get()
    const next = ids[ids.indexOf(id) + by]
    if (next) goTo('/parties/$id', { id: next })
  }
  const hasNeighbors = () => lastList.get().ids.includes(id)
  useCommands([
    { id: 'party.edit', label: msg`Edit attributes`, icon: 'note', scope: 'record', shortcut: 'e', run: () => document.querySelector<HTMLElement>('[data-attributes] dd button')?.click() },
    { id: 'party.note', label: msg`Write a note`, icon: 'message', scope: 'record', shortcut: 'n', run: () => document.getElementById(composerId)?.focus() },
    { id: 'party.next', label: msg`Next customer`, scope: 'record', shortcut: 'j', when: hasNeighbors, run: () => { move(1) } },
    { id: 'party.previous', label: msg`Previous customer`, scope: 'record', shortcut: 'k', when: hasNeighbors, run: () => { move(-1) } },
    { id: 'party.history', label: msg`Whole history`, icon: 'history', scope: 'record', shortcut: 'h', run: () => { goTo('/parties/$id', { id }, { tab: 'history' }) } },
    { id: 'party.back', label: msg`Back to the list`, scope: 'record', shortcut: 'Escape', run: () => { openList(id) } },
  ])
  return move
}

function Middle({ card }: { card: Card }) {
  const { t } = useLingui()
  const { tab = 'feed', write } = partyRoute.useSearch()
  const { id } = card.party
  const tabs: { value: PartyTab; label: string }[] = [{ value: 'feed', label: t`Feed` }, { value: 'history', label: t`History` }]
  return (
    <>
      <div className={css.tabBar}><Tabs label={t`Parts of the record`} tabs={tabs} value={tab} onChange={(next) => { goTo('/parties/$id', { id }, next === 'feed' ? {} : { tab: next }) }} /></div>
      {tab === 'history' ? <HistoryTable partyId={id} /> : <div className={css.scroll}><Composer key={`${id}${write ?? ''}`} partyId={id} start={write} /><Feed key={`feed${id}`} partyId={id} first={card.feed} /></div>}
    </>
  )
}

export function PartyPage() {
  const { t } = useLingui()
  const { id } = partyRoute.useParams()
  const card = useQuery(cardQuery(id))
  const move = useRecordCommands(id)
  useOpenCard(id)
  if (isProblem(card.error) && card.error.status === 404) {
    return <EmptyState isPage title={t`No such customer`} action={<Button onClick={() => { openList() }}>{t`To the list`}</Button>}>{t`It does not exist, or it belongs to others.`}</EmptyState>
  }
  if (isProblem(card.error) && card.error.code === 'parties.recycled') return <RecycledParty id={id} message={card.error.message} />
  if (card.error && !card.data) return <ErrorState isPage error={card.error} onRetry={() => void card.refetch()} />
  if (!card.data) {
    const lines = <Section><Skeleton lines={8} /></Section>
    return <RecordPage head={<PageHead title=" " />} attributes={lines} related={lines}>{lines}</RecordPage>
  }
  const { party } = card.data
  return (
    <RecordPage
      resetKey={id}
      head={<PartyHead party={party} onMove={move} />}
      attributes={<Attributes key={id} party={party} />}
      related={<><CardSlot place="now" card={card.data} /><CardSlot place="related" card={card.data} /><SharesSection key={`shares${id}`} partyId={id} /></>}
    >
      <Middle card={card.data} />
    </RecordPage>
  )
}
