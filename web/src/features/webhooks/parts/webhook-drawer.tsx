import { useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { fieldRefusal, refusalOf } from '@/api/refusal'
import { request } from '@/api/request'
import { Button } from '@/ui/button'
import { Drawer } from '@/ui/drawer'
import { ErrorState } from '@/ui/error-state'
import { MultiSelect } from '@/ui/multi-select'
import { showRefusal } from '@/ui/show-refusal'
import { Skeleton } from '@/ui/skeleton'
import { Switch } from '@/ui/switch'
import { TextInput } from '@/ui/text-input'
import { showToast } from '@/ui/toast'
import { topicsQuery, webhooksQuery, type NewWebhook, type Webhook, type WebhookDraft } from '../api'
import { DeliveryLog } from './delivery-log'
import { SecretBox } from './secret-box'
import { WebhookState } from './webhook-table'

interface Props {
  /** null: a new one. */
  id: string | null
  onClose: () => void
}

const isNew = (answer: Webhook | NewWebhook): answer is NewWebhook => 'secret' in answer

export function WebhookDrawer({ id, onClose }: Props) {
  const { t } = useLingui()
  const list = useQuery(webhooksQuery)
  const [made, setMade] = useState<NewWebhook | null>(null)
  const hook = made ?? list.data?.find((one) => one.id === id) ?? null
  const known = made ? list.data?.find((one) => one.id === made.id) ?? made : hook
  return (
    <Drawer isOpen onClose={onClose} title={known?.name ?? t`Tell a program of changes`} width={560} isKept={made !== null}>
      {id && !known ? <Skeleton lines={6} /> : (
        <div className="stack">
          {made && <SecretBox secret={made.secret} />}
          <WebhookForm key={known?.id ?? 'new'} hook={known} onMade={setMade} onClose={onClose} />
          {known && <Deliveries hook={known} onSecret={setMade} />}
        </div>
      )}
    </Drawer>
  )
}

/** Whoever names address or events answers for them: what stays as it was is not sent. */
function changesOf(draft: WebhookDraft, hook: Webhook): Partial<WebhookDraft> {
  return {
    name: draft.name,
    ...(draft.url === hook.url ? {} : { url: draft.url }),
    ...(JSON.stringify([...draft.topics].sort()) === JSON.stringify([...hook.topics].sort()) ? {} : { topics: draft.topics }),
  }
}

function useSaving(hook: Webhook | null, onMade: (made: NewWebhook) => void) {
  const { t } = useLingui()
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: WebhookDraft) => (hook ? request<Webhook>('PATCH', `/webhooks/${hook.id}`, { body: changesOf(body, hook) }) : request<NewWebhook>('POST', '/webhooks', { body })),
    onSuccess: async (answer) => {
      const { name: saved } = answer
      if (isNew(answer)) onMade(answer)
      else showToast(t`Saved: ${saved}`)
      await client.invalidateQueries({ queryKey: ['webhooks'] })
    },
  })
}

function WebhookForm({ hook, onMade, onClose }: { hook: Webhook | null; onMade: (made: NewWebhook) => void; onClose: () => void }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const topics = useQuery(topicsQuery).data ?? []
  const [draft, setDraft] = useState<WebhookDraft>({ name: hook?.name ?? '', url: hook?.url ?? '', topics: hook?.topics ?? ['parties.changed'] })
  const saving = useSaving(hook, onMade)
  const canSave = draft.name.trim() !== '' && draft.url.trim() !== '' && draft.topics.length > 0
  const refresh = () => client.invalidateQueries({ queryKey: ['webhooks'] })
  const set = async (isActive: boolean) => { await request('PATCH', `/webhooks/${hook?.id ?? ''}`, { body: { is_active: isActive } }); await refresh() }
  const removed = draft.name
  async function remove(): Promise<void> {
    await request('DELETE', `/webhooks/${hook?.id ?? ''}`)
    onClose()
    await refresh()
    showToast(t`Removed: ${removed}`)
  }
  return (
    <form className="stack" onSubmit={(event) => { event.preventDefault(); if (canSave) saving.mutate(draft) }}>
      {hook && <Switch label={<WebhookState hook={hook} />} aria-label={t`In use`} checked={hook.is_active} onChange={(value) => void set(value)} />}
      <TextInput label={t`Name of the program`} value={draft.name} maxLength={100} autoFocus={!hook} onChange={(name) => { setDraft({ ...draft, name }) }} error={fieldRefusal(saving.error, 'name')} />
      <TextInput label={t`Address`} placeholder="https://example.com/hook" value={draft.url} maxLength={2000} onChange={(url) => { setDraft({ ...draft, url }) }} error={fieldRefusal(saving.error, 'url')} description={t`Kurator posts to it. It must be https and public, or in a network that the administrator has allowed.`} />
      <MultiSelect label={t`Events`} options={topics.map(({ code, label }) => ({ value: code, label }))} value={draft.topics} onChange={(value) => { setDraft({ ...draft, topics: value }) }} error={fieldRefusal(saving.error, 'topics')} description={t`Messages hold ids and links, no values: only of customers whom you see.`} />
      {refusalOf(saving.error) && <ErrorState title={t`Not saved`} error={saving.error} />}
      <div className="row">
        <Button variant="primary" type="submit" isBusy={saving.isPending} disabled={!canSave}>{hook ? t`Save` : t`Connect`}</Button>
        {hook && <Button variant="ghost" icon="trash" onClick={() => void remove()}>{t`Remove`}</Button>}
      </div>
    </form>
  )
}

function Deliveries({ hook, onSecret }: { hook: Webhook; onSecret: (made: NewWebhook) => void }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const test = useMutation({
    mutationFn: () => request('POST', `/webhooks/${hook.id}/test`),
    onError: showRefusal,
    onSuccess: async () => { showToast(t`Test message on its way`); await client.invalidateQueries({ queryKey: ['webhooks'] }) },
  })
  const renewal = useMutation({ mutationFn: () => request<NewWebhook>('POST', `/webhooks/${hook.id}/secret`), onSuccess: onSecret, onError: showRefusal })
  return (
    <>
      <div className="row">
        <Button icon="play" isBusy={test.isPending} disabled={!hook.is_active} onClick={() => { test.mutate() }}>{t`Send a test`}</Button>
        <Button variant="ghost" icon="lock" isBusy={renewal.isPending} title={t`For 24 hours messages are signed with both secrets`} onClick={() => { renewal.mutate() }}>{t`New secret`}</Button>
      </div>
      <DeliveryLog hook={hook.id} />
    </>
  )
}
