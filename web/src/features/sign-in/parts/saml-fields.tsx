import { useLingui } from '@lingui/react/macro'
import { wordsOf } from '@/api/refusal'
import { Button } from '@/ui/button'
import { KeyValue } from '@/ui/key-value'
import { KeyValueRow } from '@/ui/key-value-row'
import { SegmentedControl } from '@/ui/segmented-control'
import { TextInput } from '@/ui/text-input'
import { Textarea } from '@/ui/textarea'
import { useFormat } from '@/lib/format/use-format'
import type { Draft, Provider } from '../api'
import { Certificates } from './certificates'
import css from './sign-in.module.css'
import type { Description, Source } from './use-description'

interface Props {
  provider: Provider | null
  draft: Draft
  onChange: (change: Partial<Draft>) => void
  errorOf: (name: string) => string | undefined
  description: Description
}

/** What is known of a SAML provider: read at an address, read from a text, or entered by hand. */
export function SamlFields({ provider, draft, onChange, errorOf, description }: Props) {
  const { t } = useLingui()
  const { source, setSource, xml, setXml, address, readAddress, reading } = description
  const kept = provider && source === 'address' && address !== '' && address === provider.metadata_url && address === readAddress ? provider : null
  const isAsked = source === 'address' ? address !== '' : xml.trim() !== ''
  const words = wordsOf(reading.error)
  const choices: { value: Source; label: string }[] = [{ value: 'address', label: t`By address` }, { value: 'xml', label: t`From a text` }, { value: 'hand', label: t`By hand` }]
  return (
    <>
      <SegmentedControl<Source> label={t`How it describes itself`} value={source} onChange={(next) => { reading.reset(); setSource(next) }} choices={choices} isWide />
      {source === 'address' && <TextInput label={t`Address of its metadata`} type="url" placeholder="https://" description={t`Read each day: when the provider changes its certificate, nothing is to be done here.`} value={draft.metadata_url ?? ''} onChange={(metadata_url) => { reading.reset(); onChange({ metadata_url }) }} error={words ?? errorOf('metadata_url')} />}
      {source === 'xml' && <Textarea label={t`Metadata (XML)`} value={xml} onChange={(next) => { reading.reset(); setXml(next) }} error={words} />}
      {source !== 'hand' && !kept && <div className="row"><Button isBusy={reading.isPending} disabled={!isAsked} onClick={() => { reading.mutate() }}>{t`Read and show`}</Button></div>}
      <TextInput label={t`Entity ID of the provider`} description={source === 'hand' ? undefined : t`Filled in by reading; enter it where the metadata describe several providers.`} value={draft.issuer} onChange={(issuer) => { onChange({ issuer }) }} error={errorOf('issuer')} />
      {source === 'hand'
        ? (
          <>
            <TextInput label={t`Log-in address of the provider`} value={draft.sso_url ?? ''} onChange={(sso_url) => { onChange({ sso_url }) }} error={errorOf('sso_url')} />
            <Textarea label={t`Certificates of the provider (PEM)`} description={t`While keys change: the old and the new one, one after another.`} value={draft.certificate ?? ''} onChange={(certificate) => { onChange({ certificate }) }} error={errorOf('certificate')} />
          </>
          )
        : <Found kept={kept} draft={draft} description={description} />}
    </>
  )
}

interface FoundProps {
  /** The one whose address is read each day, and was not changed here. */
  kept: Provider | null
  draft: Draft
  description: Description
}

/** What was read, to be looked at before it is trusted. */
function Found({ kept, draft, description }: FoundProps) {
  const { t } = useLingui()
  const { certificates, refreshing } = description
  const { metadata_read_at: readAt = null, metadata_problem: problem = '' } = refreshing.data ?? kept ?? {}
  if (!draft.sso_url) return null
  return (
    <>
      <KeyValue labelWidth={120}>
        <KeyValueRow label={t`Log-in address`}><code className={css.wrapped}>{draft.sso_url}</code></KeyValueRow>
        <KeyValueRow label={t`Certificates`}><Certificates certificates={certificates} /></KeyValueRow>
        {kept && <KeyValueRow label={t`Last read`}><LastRead readAt={readAt} hasFailed={problem !== ''} isBusy={refreshing.isPending} onRead={() => { refreshing.mutate(kept.id) }} /></KeyValueRow>}
      </KeyValue>
      {kept && problem && <p className="bad" role="status">{t`The latest reading failed: ${problem}. What was read before stays in force.`}</p>}
      {refreshing.error && <p className="bad" role="alert">{wordsOf(refreshing.error)}</p>}
    </>
  )
}

function LastRead({ readAt, hasFailed, isBusy, onRead }: { readAt: string | null; hasFailed: boolean; isBusy: boolean; onRead: () => void }) {
  const { t } = useLingui()
  const format = useFormat()
  const never = hasFailed ? t`not yet` : t`not yet; within a minute`
  return (
    <span className={css.wrapped}>
      {readAt ? format.instant(readAt) : never}
      {' '}
      <Button size="sm" isBusy={isBusy} onClick={onRead}>{t`Read now`}</Button>
    </span>
  )
}
