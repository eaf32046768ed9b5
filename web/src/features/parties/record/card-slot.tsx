import { Suspense } from 'react'
import { useCan } from '@/api/permissions'
import { cardSections, type CardSection } from '@/lib/card-slots'
import { ErrorBoundary } from '@/ui/error-boundary'
import { Section } from '@/ui/section'
import { Skeleton } from '@/ui/skeleton'
import type { Card } from '../api/types'
import { TasksSection } from './tasks-section'

const own: CardSection = { code: 'tasks', order: 50, Section: TasksSection }

function sectionsOf(place: 'now' | 'related'): CardSection[] {
  const registered = cardSections(place)
  const isTaken = [...cardSections('now'), ...cardSections('related')].some((section) => section.code === own.code)
  return place === 'related' && !isTaken ? [...registered, own].sort((a, b) => a.order - b.order) : registered
}

interface Props {
  place: 'now' | 'related'
  card: Card
}

/** What other features say of the customer, each behind its own error boundary. */
export function CardSlot({ place, card }: Props) {
  const can = useCan()
  return sectionsOf(place)
    .filter((section) => !section.permission || can(section.permission))
    .map(({ code, Section: Part }) => (
      <ErrorBoundary key={code}>
        <Suspense fallback={<Section><Skeleton lines={2} /></Section>}><Part partyId={card.party.id} data={card.sections[code] ?? null} /></Suspense>
      </ErrorBoundary>
    ))
}
