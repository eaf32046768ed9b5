import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Security } from '@/api/proof'
import { useFormat } from '@/lib/format/use-format'
import { canUsePasskeys } from '@/lib/passkey'
import { Button } from '@/ui/button'
import { IconButton } from '@/ui/icon-button'
import { Section } from '@/ui/section'
import { showRefusal } from '@/ui/show-refusal'
import { Status } from '@/ui/status'
import { newRecoveryCodes, offerTotp, removeFactor, type Factor } from '../api'
import css from './account.module.css'
import { CodesDialog } from './codes-dialog'
import { PasskeyDialog } from './passkey-dialog'
import { RemoveFactorDialog } from './remove-factor-dialog'
import { TotpDialog } from './totp-dialog'

type Open = { totp: Awaited<ReturnType<typeof offerTotp>> } | { passkey: true } | { codes: string[] } | { leaving: Factor } | null

function FactorRow({ factor, onRemove }: { factor: Factor; onRemove: () => void }) {
  const { t } = useLingui()
  const format = useFormat()
  const when = format.ago(factor.last_used_at ?? factor.created_at)
  return (
    <li className={css.row}>
      <span className="grow el">{factor.kind === 'totp' ? t`Authenticator app` : factor.name}</span>
      <span className="t3 m">{factor.last_used_at ? t`used ${when}` : t`added ${when}`}</span>
      <IconButton size="sm" icon="trash" label={t`Remove`} onClick={onRemove} />
    </li>
  )
}

export function FactorsSection({ security }: { security: Security }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const [open, setOpen] = useState<Open>(null)
  const hasApp = security.factors.some((factor) => factor.kind === 'totp')
  const left = security.recovery_codes_left

  function act(run: () => Promise<unknown>): void {
    run().catch(showRefusal)
  }

  async function refresh(): Promise<void> {
    await client.invalidateQueries() // what was closed before the first factor opens with it
  }

  async function added(codes: string[]): Promise<void> {
    await refresh()
    setOpen(codes.length > 0 ? { codes } : null)
  }

  return (
    <Section title={t`Second factor and passkeys`}>
      {security.must_have_factor && security.factors.length === 0 && <p className={css.note}><Status tone="warn" />{t`A second factor is asked for. Add one to go on: nothing else opens before.`}</p>}
      <ul className={css.rows}>
        {security.factors.map((factor) => <FactorRow key={factor.id} factor={factor} onRemove={() => { setOpen({ leaving: factor }) }} />)}
        {security.factors.length > 0 && (
          <li className={css.row}>
            <span className="grow">{t`Recovery codes`}</span>
            <span className="t3 m">{plural(left, { one: '# left', other: '# left' })}</span>
            <Button size="sm" onClick={() => { act(async () => { const codes = await newRecoveryCodes(); await added(codes) }) }}>{t`Make new ones`}</Button>
          </li>
        )}
      </ul>
      <div className={css.acts}>
        {!hasApp && <Button icon="plus" onClick={() => { act(async () => { setOpen({ totp: await offerTotp() }) }) }}>{t`Add an authenticator app`}</Button>}
        {canUsePasskeys() && <Button icon="key" onClick={() => { setOpen({ passkey: true }) }}>{t`Add a passkey`}</Button>}
      </div>
      {open && 'totp' in open && <TotpDialog offer={open.totp} onAdded={(codes) => void added(codes)} onClose={() => { setOpen(null) }} />}
      {open && 'passkey' in open && <PasskeyDialog onAdded={(codes) => void added(codes)} onClose={() => { setOpen(null) }} />}
      {open && 'codes' in open && <CodesDialog codes={open.codes} onClose={() => { setOpen(null) }} />}
      {open && 'leaving' in open && <RemoveFactorDialog factor={open.leaving} codesLeft={security.factors.length === 1 ? left : 0} onRemove={() => { setOpen(null); act(async () => { await removeFactor(open.leaving.id); await refresh() }) }} onClose={() => { setOpen(null) }} />}
    </Section>
  )
}
