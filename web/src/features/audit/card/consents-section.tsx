import { useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useCan } from '@/api/permissions'
import type { CardSectionProps } from '@/lib/card-slots'
import { useFormat } from '@/lib/format/use-format'
import { Button } from '@/ui/button'
import { ErrorState } from '@/ui/error-state'
import { Section } from '@/ui/section'
import { Skeleton } from '@/ui/skeleton'
import { showToast } from '@/ui/toast'
import { consentsQuery, takeCopy, type PurposeState } from '../consents-api'
import { useConsentWords } from '../parts/use-consent-words'
import css from './card.module.css'
import { ConsentDialog } from './consent-dialog'
import { ConsentStatements } from './consent-statements'

function PurposeLine({ purpose }: { purpose: PurposeState }) {
  const { t } = useLingui()
  const format = useFormat()
  const words = useConsentWords()
  const inState = (state: string) => Object.entries(purpose.channels).filter(([, one]) => one.state === state)
  const [given, withdrawn] = [inState('GIVEN'), inState('WITHDRAWN')]
  const names = (of: typeof given) => format.list(of.map(([channel]) => words.channel(channel)))
  const [givenBy, withdrawnFrom] = [names(given), names(withdrawn)]
  const dates = (of: typeof given) => of.map(([channel, one]) => `${words.channel(channel)}: ${format.fullDate(one.at)}`).join('\n')
  if (!purpose.is_active && given.length === 0) return null
  return (
    <li>
      <div className="el" title={purpose.text || purpose.name}>{purpose.name}</div>
      {given.length > 0 && <div className="m t2" title={dates(given)}>{t`given: ${givenBy}`}</div>}
      {withdrawn.length > 0 && <div className="m warn" title={dates(withdrawn)}>{t`withdrawn: ${withdrawnFrom}`}</div>}
      {given.length + withdrawn.length === 0 && <div className="m t3">{t`not asked`}</div>}
    </li>
  )
}

/** What the customer agrees to, with the statements behind it. */
export function ConsentsSection({ partyId }: CardSectionProps) {
  const { t } = useLingui()
  const can = useCan()
  const client = useQueryClient()
  const [isRecording, setIsRecording] = useState(false)
  const [isWhole, setIsWhole] = useState(false)
  const card = useQuery(consentsQuery(partyId))
  const copying = useMutation({
    mutationFn: () => takeCopy(partyId),
    onSuccess: () => { showToast(t`The copy is saved as an archive; that it was taken is kept in the security log`) },
  })
  const refresh = () => client.invalidateQueries({ queryKey: consentsQuery(partyId).queryKey })
  const purposes = card.data?.purposes ?? []
  const statements = card.data?.statements ?? []
  const canRecord = can('consents.record') && purposes.some((one) => one.is_active)
  return (
    <Section title={t`Consents`} action={canRecord && <Button size="sm" variant="link" onClick={() => { setIsRecording(true) }}>{t`Record`}</Button>}>
      {card.isPending && <Skeleton lines={2} />}
      {card.error && !card.data && <ErrorState error={card.error} onRetry={() => void card.refetch()} />}
      {card.data && purposes.length === 0 && <p className="t3">{t`No purposes are set up yet.`}</p>}
      <ul className={css.purposes}>{purposes.map((one) => <PurposeLine key={one.purpose_id} purpose={one} />)}</ul>
      <div className="row">
        {statements.length > 0 && <Button size="sm" variant="link" aria-expanded={isWhole} onClick={() => { setIsWhole(!isWhole) }}>{isWhole ? t`Hide the statements` : t`All statements`}</Button>}
        {can('audit.copy') && <Button size="sm" variant="link" icon="download" isBusy={copying.isPending} onClick={() => { copying.mutate() }}>{t`Copy of all data`}</Button>}
      </div>
      {copying.error && <ErrorState error={copying.error} />}
      {isWhole && <ConsentStatements partyId={partyId} statements={statements} purposes={purposes} onChange={refresh} />}
      {isRecording && <ConsentDialog partyId={partyId} purposes={purposes.filter((one) => one.is_active)} onDone={refresh} onClose={() => { setIsRecording(false) }} />}
    </Section>
  )
}
