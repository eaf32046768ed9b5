import { Suspense } from 'react'
import { recordSections, type RecordSectionProps } from '@/lib/record-slots'
import { ErrorBoundary } from './error-boundary'
import { Skeleton } from './skeleton'

/** What other features say of a task, a note or another record, each behind its own boundary. */
export function RecordSlot({ kind, id, partyId }: RecordSectionProps) {
  return recordSections(kind).map(({ code, Section }) => (
    <ErrorBoundary key={code}>
      <Suspense fallback={<Skeleton lines={2} />}><Section kind={kind} id={id} partyId={partyId} /></Suspense>
    </ErrorBoundary>
  ))
}
