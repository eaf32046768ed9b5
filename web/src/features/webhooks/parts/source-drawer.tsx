import { useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { fieldRefusal, refusalOf } from '@/api/refusal'
import { request } from '@/api/request'
import { Button } from '@/ui/button'
import { Drawer } from '@/ui/drawer'
import { ErrorState } from '@/ui/error-state'
import { showRefusal } from '@/ui/show-refusal'
import { Skeleton } from '@/ui/skeleton'
import { Switch } from '@/ui/switch'
import { TextInput } from '@/ui/text-input'
import { showToast } from '@/ui/toast'
import { sourcesQuery, type NewSource, type Source } from '../api'
import { MappingRows, type Pair } from './mapping-rows'
import { MessageLog } from './message-log'
import { SecretBox } from './secret-box'

interface Props {
  /** null: a new one. */
  id: string | null
  onClose: () => void
}

interface Mapping {
  external_id: string
  at: string
  values: Record<string, string>
}

const isNew = (answer: Source | NewSource): answer is NewSource => 'secret' in answer

export function SourceDrawer({ id, onClose }: Props) {
  const { t } = useLingui()
  const list = useQuery(sourcesQuery)
  const [made, setMade] = useState<NewSource | null>(null)
  const source = list.data?.find((one) => one.id === (made?.id ?? id)) ?? made
  return (
    <Drawer isOpen onClose={onClose} title={source?.name ?? t`Let a program tell of customers`} width={560} isKept={made !== null}>
      {id && !source ? <Skeleton lines={6} /> : (
        <div className="stack">
          {made && <SecretBox secret={made.secret} />}
          <SourceForm key={source?.id ?? 'new'} source={source} onMade={setMade} onClose={onClose} />
          {source && <MessageLog source={source.id} />}
        </div>
      )}
    </Drawer>
  )
}

function isSame(one: Mapping, other: Mapping | undefined): boolean {
  const told = (mapping: Mapping) => JSON.stringify([mapping.external_id, mapping.at, Object.entries(mapping.values).sort()])
  return other !== undefined && told(one) === told(other)
}

function SourceForm({ source, onMade, onClose }: { source: Source | null; onMade: (made: NewSource) => void; onClose: () => void }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const mapping = source?.mapping as unknown as Mapping | undefined
  const [name, setName] = useState(source?.name ?? '')
  const [subject, setSubject] = useState(mapping?.external_id ?? 'customer.id')
  const [at, setAt] = useState(mapping?.at ?? 'occurred_at')
  const [pairs, setPairs] = useState<Pair[]>(() => Object.entries(mapping?.values ?? { 'party.name': 'customer.name' }).map(([field, path]) => ({ field, path })))
  const refresh = () => client.invalidateQueries({ queryKey: ['hook-sources'] })
  const saving = useMutation({
    mutationFn: () => {
      const values = Object.fromEntries(pairs.filter(({ field, path }) => field && path).map(({ field, path }) => [field, path]))
      const drawn = { external_id: subject, at, values }
      // Whoever names the mapping answers for it: one that stays as it was is not sent.
      if (source) return request<Source>('PATCH', `/hook-sources/${source.id}`, { body: isSame(drawn, mapping) ? { name } : { name, mapping: drawn } })
      const body = { name, mapping: drawn }
      return request<NewSource>('POST', '/hook-sources', { body })
    },
    onSuccess: async (answer) => {
      const { name: saved } = answer
      if (isNew(answer)) onMade(answer)
      else showToast(t`Saved: ${saved}`)
      await refresh()
    },
  })
  const renewal = useMutation({ mutationFn: () => request<NewSource>('POST', `/hook-sources/${source?.id ?? ''}/secret`), onSuccess: onMade, onError: showRefusal })
  const set = async (isActive: boolean) => { await request('PATCH', `/hook-sources/${source?.id ?? ''}`, { body: { is_active: isActive } }); await refresh() }
  async function remove(): Promise<void> {
    await request('DELETE', `/hook-sources/${source?.id ?? ''}`)
    onClose()
    await refresh()
    showToast(t`Removed: ${name}`)
  }
  const canSave = [name, subject, at].every((text) => text.trim() !== '')
  return (
    <form className="stack" onSubmit={(event) => { event.preventDefault(); if (canSave) saving.mutate() }}>
      {source && <Switch label={source.is_active ? t`In use` : t`Switched off`} checked={source.is_active} onChange={(value) => void set(value)} />}
      {source && <TextInput label={t`Address for the program`} value={window.location.origin + source.path} readOnly onChange={() => undefined} description={t`Messages are JSON, signed as standardwebhooks.com describes, at most five minutes old.`} />}
      <TextInput label={t`Name of the program`} value={name} maxLength={100} autoFocus={!source} onChange={setName} error={fieldRefusal(saving.error, 'name')} />
      <TextInput label={t`Where the customer's external id stands`} value={subject} onChange={setSubject} error={fieldRefusal(saving.error, 'external_id')} description={t`Names with dots between them lead inward: customer.id`} />
      <TextInput label={t`Where the instant of the event stands`} value={at} onChange={setAt} error={fieldRefusal(saving.error, 'at')} description={t`For each value the newest counts, in whatever order messages come.`} />
      <MappingRows pairs={pairs} onChange={setPairs} error={saving.error} />
      {refusalOf(saving.error) && <ErrorState title={t`Not saved`} error={saving.error} />}
      <div className="row">
        <Button variant="primary" type="submit" isBusy={saving.isPending} disabled={!canSave}>{source ? t`Save` : t`Connect`}</Button>
        {source && <Button variant="ghost" icon="lock" isBusy={renewal.isPending} onClick={() => { renewal.mutate() }}>{t`New secret`}</Button>}
        {source && <Button variant="ghost" icon="trash" onClick={() => void remove()}>{t`Remove`}</Button>}
      </div>
    </form>
  )
}
