import { Plural, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { refusalOf } from '@/api/refusal'
import { useSession } from '@/api/session'
import { useFormat } from '@/lib/format/use-format'
import { Button } from '@/ui/button'
import { Drawer } from '@/ui/drawer'
import { KeyValue } from '@/ui/key-value'
import { KeyValueRow } from '@/ui/key-value-row'
import { Status } from '@/ui/status'
import { showToast } from '@/ui/toast'
import { changePerson, disablePerson, enablePerson, personQuery, resetPerson, type Person, type PersonDraft } from '../api/people'
import { FactorReset } from './factor-reset'
import { LinkOnce } from './link-once'
import { PersonFields } from './person-fields'
import { PersonPaths } from './person-paths'
import { stateWords } from './state-words'

interface Props {
  person: Person
  onClose: () => void
}

function useActs(person: Person) {
  const { t } = useLingui()
  const client = useQueryClient()
  const refresh = async () => {
    await client.invalidateQueries({ queryKey: ['people'] })
    await client.invalidateQueries({ queryKey: ['users'] })
    await client.invalidateQueries({ queryKey: ['teams'] })
  }
  const enable = async () => { await enablePerson(person.id); await refresh() }
  const disable = async () => { await disablePerson(person.id); await refresh() }
  const { name } = person
  const switching = useMutation({
    mutationFn: async (isOn: boolean) => {
      await (isOn ? enable() : disable())
      showToast(isOn ? t`${name} may log in again` : t`${name} is disabled; all sessions have ended`, { undo: isOn ? disable : enable })
    },
  })
  const resetting = useMutation({ mutationFn: () => resetPerson(person.id), onSuccess: refresh })
  return { refresh, switching, resetting }
}

/** One person: what is known, what may be changed, and the way out. */
export function PersonDrawer({ person, onClose }: Props) {
  const { t, i18n } = useLingui()
  const format = useFormat()
  const me = useSession()?.user.id
  const { refresh, switching, resetting } = useActs(person)
  const detail = useQuery(personQuery(person.id)).data
  const [draft, setDraft] = useState<PersonDraft>({ email: person.email, name: person.name, team_id: person.team_id, role_ids: person.role_ids, language: person.language })
  const changed = Object.fromEntries(Object.entries(draft).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(person[key as keyof PersonDraft])))
  const saving = useMutation({ mutationFn: () => changePerson(person.id, changed), onSuccess: async () => { await refresh(); onClose() } })
  const canSave = person.can_change && Object.keys(changed).length > 0
  const save = () => { if (canSave && !saving.isPending) saving.mutate() }
  const refusal = refusalOf(saving.error) ?? refusalOf(switching.error) ?? refusalOf(resetting.error)
  const isDisabled = person.state === 'disabled'
  const words = stateWords[person.state]
  const customers = detail?.customers ?? 0
  const hasFactor = (detail?.second_factors.length ?? 0) > 0
  return (
    <Drawer
      isOpen
      onClose={onClose}
      title={person.name}
      act={{ label: t`Save`, run: save, isBusy: saving.isPending, isReady: canSave }}
      refusal={refusal}
    >
      <div className="stack">
        {!person.can_change && <p className="m t2">{t`This person has more rights than you, or belongs to a team that you do not see. Only an administrator may change this.`}</p>}
        <KeyValue>
          <KeyValueRow label={t`State`}><Status tone={words.tone}>{i18n._(words.label)}</Status></KeyValueRow>
          <KeyValueRow label={t`Last seen`}>{person.last_seen_at ? format.instant(person.last_seen_at) : <span className="t3">{t`never`}</span>}</KeyValueRow>
          <KeyValueRow label={t`Customers`}>{detail ? <span className="num">{format.number(customers)}</span> : <span className="t3">…</span>}</KeyValueRow>
          <KeyValueRow label={t`Second factor`}>{!detail ? <span className="t3">…</span> : hasFactor ? t`set up` : <span className="t3">{t`none`}</span>}</KeyValueRow>
        </KeyValue>
        {isDisabled && customers > 0 && <p className="warn"><Plural value={customers} one="# customer still belongs to this person." few="# customers still belong to this person." many="# customers still belong to this person." other="# customers still belong to this person." /></p>}
        <PersonPaths person={person} customers={customers} onLeave={onClose} />
        <PersonFields draft={draft} error={saving.error} disabled={!person.can_change} onChange={(change) => { setDraft((now) => ({ ...now, ...change })) }} />
        {person.can_change && person.id !== me && (
          <div className="stack">
            {resetting.data && <LinkOnce link={resetting.data.link} />}
            {!isDisabled && !resetting.data && (
              <div className="row">
                <Button icon="link" isBusy={resetting.isPending} onClick={() => { resetting.mutate() }}>{person.state === 'invited' ? t`New invitation link` : t`Reset the password`}</Button>
                <span className="m t3 grow">{person.state === 'invited' ? t`The earlier link stops working.` : t`Ends the password and all sessions; a link lets the person set a new one.`}</span>
              </div>
            )}
            {!isDisabled && hasFactor && <FactorReset personId={person.id} onDone={refresh} />}
            <div className="row">
              {isDisabled
                ? <Button icon="undo" isBusy={switching.isPending} onClick={() => { switching.mutate(true) }}>{t`Enable`}</Button>
                : <Button className="bad" isBusy={switching.isPending} onClick={() => { switching.mutate(false) }}>{t`Disable`}</Button>}
              {!isDisabled && <span className="m t3 grow">{t`Ends all sessions and keys at once. The customers stay until they are handed over.`}</span>}
            </div>
          </div>
        )}
      </div>
    </Drawer>
  )
}
