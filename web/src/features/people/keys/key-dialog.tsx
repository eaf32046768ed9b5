import { useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { fieldRefusal, refusalOf } from '@/api/refusal'
import { Button } from '@/ui/button'
import { Dialog } from '@/ui/dialog'
import { Select } from '@/ui/select'
import { Textarea } from '@/ui/textarea'
import { TextInput } from '@/ui/text-input'
import { makeKey, type KeyDraft } from '../api/keys'
import { SecretOnce } from './secret-once'
import { ScopeList } from './scope-list'

const day = 24 * 60 * 60 * 1000
const ages = ['30', '90', '365', 'none'] as const

function draftOf(name: string, scopes: string[], addresses: string, age: string): KeyDraft {
  return {
    name,
    scopes,
    networks: addresses.split(/[\s,;]+/).filter(Boolean),
    expires_at: age === 'none' ? null : new Date(Date.now() + Number(age) * day).toISOString(),
  }
}

/** A key for a program: what it may do, from where, until when. */
export function KeyDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const [name, setName] = useState('')
  const [scopes, setScopes] = useState<string[]>([])
  const [addresses, setAddresses] = useState('')
  const [age, setAge] = useState<string>('90')
  const making = useMutation({
    mutationFn: () => makeKey(draftOf(name, scopes, addresses, age)),
    onSuccess: () => client.invalidateQueries({ queryKey: ['keys'] }),
  })
  const canMake = Boolean(name.trim()) && scopes.length > 0
  const submit = () => { if (canMake && !making.isPending && !making.data) making.mutate() }
  if (making.data) {
    const program = making.data.key.name
    return (
      <Dialog key="made" isOpen isKept onClose={onClose} title={t`Key for ${program}`} footer={<Button variant="primary" onClick={onClose}>{t`Done`}</Button>}>
        <SecretOnce secret={making.data.secret} />
      </Dialog>
    )
  }
  const words: Record<(typeof ages)[number], string> = { '30': t`30 days`, '90': t`90 days`, '365': t`A year`, none: t`Until it is revoked` }
  const refusal = refusalOf(making.error)
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t`New API key`}
      act={{ label: t`Make the key`, run: submit, isBusy: making.isPending, isReady: canMake }}
      refusal={refusal}
    >
      <div className="stack">
        <TextInput label={t`Program`} description={t`The history names it beside you`} value={name} maxLength={100} onChange={setName} error={fieldRefusal(making.error, 'name')} autoFocus />
        <Select label={t`Works for`} options={ages.map((one) => ({ value: one, label: words[one] }))} value={age} onChange={(value) => { setAge(value ?? '90') }} error={fieldRefusal(making.error, 'expires_at')} />
        <ScopeList value={scopes} onChange={setScopes} error={fieldRefusal(making.error, 'scopes')} />
        <Textarea label={t`Only from these addresses`} description={t`One a line, such as 192.0.2.17 or 10.0.0.0/8. Empty: from everywhere.`} value={addresses} onChange={setAddresses} error={fieldRefusal(making.error, 'networks')} />
      </div>
    </Dialog>
  )
}
