import { useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { fieldRefusal, refusalOf, wordsOf } from '@/api/refusal'
import { Button } from '@/ui/button'
import { Checkbox } from '@/ui/checkbox'
import { Dialog } from '@/ui/dialog'
import { KeyValue } from '@/ui/key-value'
import { KeyValueRow } from '@/ui/key-value-row'
import { SegmentedControl } from '@/ui/segmented-control'
import { TextInput } from '@/ui/text-input'
import { deleteProvider, draftOf, providersQuery, saveProvider, type Draft, type Provider } from '../api'
import { NewPeopleFields } from './new-people-fields'
import { SamlFields } from './saml-fields'
import { useDescription } from './use-description'

interface Props {
  /** null: a new one. */
  provider: Provider | null
  onClose: () => void
}

export function ProviderDialog({ provider, onClose }: Props) {
  const { t } = useLingui()
  const client = useQueryClient()
  const [draft, setDraft] = useState<Draft>(draftOf(provider))
  const [domains, setDomains] = useState(draft.domains?.join(', ') ?? '')
  const done = async () => { await client.invalidateQueries({ queryKey: providersQuery.queryKey }); onClose() }
  const set = (change: Partial<Draft>) => { setDraft((before) => ({ ...before, ...change })) }
  const description = useDescription(provider, draft, set)
  const saving = useMutation({ mutationFn: async () => saveProvider(provider?.id ?? null, { ...await description.complete(), domains: domains.split(/[\s,;]+/).filter(Boolean) }), onSuccess: done })
  const removing = useMutation({ mutationFn: deleteProvider, onSuccess: done })
  const errorOf = (name: string) => fieldRefusal(saving.error, name)
  const refusal = wordsOf(removing.error) ?? refusalOf(saving.error)
  const isOidc = draft.kind === 'OIDC'
  const submit = () => { saving.mutate() }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={provider ? provider.name : t`Add a log-in provider`}
      note={provider && <Button variant="danger" isBusy={removing.isPending} onClick={() => { removing.mutate(provider.id) }}>{t`Remove`}</Button>}
      act={{ label: t`Save`, run: submit, isBusy: saving.isPending }}
      refusal={refusal}
    >
      <form className="stack" onSubmit={(event) => { event.preventDefault(); submit() }}>
        {!provider && <SegmentedControl<Draft['kind']> label={t`Protocol`} value={draft.kind} onChange={(kind) => { set({ kind }) }} choices={[{ value: 'OIDC', label: 'OpenID Connect' }, { value: 'SAML', label: 'SAML' }]} />}
        <TextInput label={t`Name on the button`} maxLength={80} value={draft.name} onChange={(name) => { set({ name }) }} error={errorOf('name')} />
        {isOidc
          ? (
            <>
              <TextInput label={t`Issuer`} value={draft.issuer} onChange={(issuer) => { set({ issuer }) }} error={errorOf('issuer')} />
              <TextInput label={t`Client ID`} value={draft.client_id ?? ''} onChange={(client_id) => { set({ client_id }) }} error={errorOf('client_id')} />
              <TextInput label={t`Client secret`} type="password" autoComplete="off" description={provider?.has_secret ? t`A secret is kept. Leave this empty to keep it.` : undefined} value={draft.client_secret ?? ''} onChange={(client_secret) => { set({ client_secret }) }} />
            </>
            )
          : <SamlFields provider={provider} draft={draft} onChange={set} errorOf={errorOf} description={description} />}
        <TextInput label={t`Domains it speaks for`} description={t`For instance example.com. Only people with such an address are recognized the first time.`} value={domains} onChange={setDomains} error={errorOf('domains')} />
        <Checkbox label={t`It checks the second factor itself`} checked={draft.is_second_factor ?? true} onChange={(is_second_factor) => { set({ is_second_factor }) }} />
        <NewPeopleFields draft={draft} onChange={set} errorOf={errorOf} />
        <Checkbox label={t`Shown on the log-in page`} checked={draft.is_enabled ?? true} onChange={(is_enabled) => { set({ is_enabled }) }} />
        {provider && (
          <KeyValue labelWidth={140}>
            <KeyValueRow label={isOidc ? t`Redirect address` : t`ACS address`}><code>{provider.callback}</code></KeyValueRow>
            {!isOidc && <KeyValueRow label={t`Our entity ID`}><code>{provider.entity_id}</code></KeyValueRow>}
          </KeyValue>
        )}
        <button type="submit" hidden />
      </form>
    </Dialog>
  )
}
