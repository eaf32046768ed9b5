import { useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { useCan } from '@/api/permissions'
import { useFormat } from '@/lib/format/use-format'
import { ErrorState } from '@/ui/error-state'
import { IconButton } from '@/ui/icon-button'
import { undoStatement, type PurposeState, type Statement } from '../consents-api'
import { useConsentWords } from '../parts/use-consent-words'
import css from './card.module.css'

interface Props {
  partyId: string
  statements: Statement[]
  purposes: PurposeState[]
  onChange: () => Promise<void>
}

/** Every statement as it was recorded; what was taken back stays, struck through. */
export function ConsentStatements({ partyId, statements, purposes, onChange }: Props) {
  const { t } = useLingui()
  const can = useCan()
  const format = useFormat()
  const words = useConsentWords()
  const undoing = useMutation({ mutationFn: (id: string) => undoStatement(partyId, id), onSuccess: onChange })
  const nameOf = (id: string) => purposes.find((one) => one.purpose_id === id)?.name ?? ''
  return (
    <>
      {undoing.error && <ErrorState error={undoing.error} />}
      <ul className={css.statements}>
        {statements.map((one) => {
          const isUndone = one.undone_by_id !== null
          const channels = format.list(one.channels.map(words.channel))
          const state = one.undoes_id ? t`taken back` : words.state(one.state)
          const since = format.fullDate(one.at)
          return (
            <li key={one.statement_id} data-undone={isUndone || undefined}>
              <div className="row">
                <span className="el grow" title={one.evidence}>{nameOf(one.purpose_id)}: <b>{state}</b>, {channels}</span>
                {can('consents.record') && !isUndone && !one.undoes_id && <IconButton size="sm" icon="undo" label={t`Take back: recorded by mistake`} disabled={undoing.isPending} onClick={() => { undoing.mutate(one.statement_id) }} />}
              </div>
              <div className="m t3 el">{t`since ${since}`}, {one.source}, {one.user_name}</div>
              {one.evidence && <div className="m t2">{one.evidence}</div>}
            </li>
          )
        })}
      </ul>
    </>
  )
}
