import { useLingui } from '@lingui/react/macro'
import { useFormat } from '@/lib/format/use-format'
import { goTo } from '@/lib/router-link'
import { Button } from '@/ui/button'
import { KeyValue } from '@/ui/key-value'
import { KeyValueRow } from '@/ui/key-value-row'
import { PeekPanel } from '@/ui/peek-panel'
import { Section } from '@/ui/section'
import type { SecurityEvent } from '../api'
import { ReadingWhy } from './reading-why'
import { useActorName } from './use-actor-name'
import { useChannelName } from './use-channel-names'
import { useDetailName } from './use-detail-name'
import { useDetailValue } from './use-detail-value'

interface Props {
  event: SecurityEvent
  onPrevious?: () => void
  onNext?: () => void
  onClose: () => void
  onFilter: (filter: { actor?: string; subject?: string }) => void
}

/** One event with all that is known of it. */
export function EventPeek({ event, onPrevious, onNext, onClose, onFilter }: Props) {
  const { t } = useLingui()
  const format = useFormat()
  const channelName = useChannelName()
  const actorName = useActorName()
  const detailName = useDetailName()
  const shown = useDetailValue()
  const details = Object.entries(event.details)
  return (
    <PeekPanel
      title={event.label}
      subtitle={format.instant(event.at)}
      icon="eye"
      isSheetOnPhone
      onPrevious={onPrevious}
      onNext={onNext}
      onClose={onClose}
      onOpen={event.subject_kind === 'party' ? () => { goTo('/parties/$id', { id: event.subject }) } : undefined}
    >
      <Section title={t`Who`}>
        <KeyValue>
          <KeyValueRow label={t({ message: 'Name', context: 'of a person' })}>{actorName(event)}</KeyValueRow>
          <KeyValueRow label={t`Way`}>{channelName(event.channel)}</KeyValueRow>
          <KeyValueRow label={t`Address`}>{event.addr || '—'}</KeyValueRow>
          <KeyValueRow label={t`Program`}><span className="el" title={event.client}>{event.client || '—'}</span></KeyValueRow>
        </KeyValue>
        {event.actor_kind === 'user' && <Button size="sm" variant="link" onClick={() => { onFilter({ actor: event.actor_id }) }}>{t`All of this person`}</Button>}
      </Section>
      {event.kind === 'audit.unusual_reading' && <Section title={t`Why it was reported`}><ReadingWhy facts={event.details} /></Section>}
      <Section title={t`What`}>
        <KeyValue>
          <KeyValueRow label={t`Kind`}><code className="m">{event.kind}</code></KeyValueRow>
          <KeyValueRow label={t`About`}><span className="el" title={event.subject}>{event.subject_name || event.subject || '—'}</span></KeyValueRow>
          {details.map(([name, value]) => <KeyValueRow key={name} label={detailName(name)}><span className="el" title={shown(value)}>{shown(value)}</span></KeyValueRow>)}
          <KeyValueRow label={t`Request code`}><code className="m el" title={event.request_id}>{event.request_id || <span className="t3">—</span>}</code></KeyValueRow>
        </KeyValue>
        {event.subject && <Button size="sm" variant="link" onClick={() => { onFilter({ subject: event.subject }) }}>{t`All about this record`}</Button>}
      </Section>
    </PeekPanel>
  )
}
