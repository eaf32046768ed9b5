import { useLingui } from '@lingui/react/macro'
import { Button } from '@/ui/button'
import { KeyValue } from '@/ui/key-value'
import { KeyValueRow } from '@/ui/key-value-row'
import { SegmentedControl } from '@/ui/segmented-control'
import { TextInput } from '@/ui/text-input'
import { Textarea } from '@/ui/textarea'
import { wordsOf } from '@/api/words-of'
import { useFormat } from '@/lib/format/use-format'
import type { Draft, Provider } from '../api'
import { Certificates } from './certificates'
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
  const { source, setSource, xml, setXml, address, reading } = description
  const isAsked = source === 'address' ? address !== '' : xml.trim() !== ''
  const words = wordsOf(reading.error)
  const choices: { value: Source; label: string }[] = [{ value: 'address', label: t`By address` }, { value: 'xml', label: t`From a text` }, { value: 'hand', label: t`By hand` }]
  return (
    <>
      <SegmentedControl<Source> label={t`How it describes itself`} value={source} onChange={(next) => { reading.reset(); setSource(next) }} choices={choices} isWide />
      {source === 'address' && <TextInput label={t`Address of its metadata`} type="url" placeholder="https://" description={t`Read each day: when the provider changes its certificate, nothing is to be done here.`} value={draft.metadata_url ?? ''} onChange={(metadata_url) => { reading.reset(); onChange({ metadata_url }) }} error={words ?? errorOf('metadata_url')} />}
      {source === 'xml' && <Textarea label={t`Metadata (XML)`} value={xml} onChange={(next) => { reading.reset(); setXml(next) }} error={words} />}
      {source !== 'hand' && <div className="row"><Button isBusy={reading.isPending} disabled={!isAsked} onClick={() => { reading.mutate() }}>{t`Read and show`}</Button></div>}
      <TextInput label={t`Entity ID of the provider`} description={source === 'hand' ? undefined : t`Filled in by reading; enter it where the metadata describe several providers.`} value={draft.issuer} onChange={(issuer) => { onChange({ issuer }) }} error={errorOf('issuer')} />
      {source === 'hand'
        ? (
          <>
            <TextInput label={t`Log-in address of the provider`} value={draft.sso_url ?? ''} onChange={(sso_url) => { onChange({ sso_url }) }} error={errorOf('sso_url')} />
            <Textarea label={t`Certificates of the provider (PEM)`} description={t`While keys change: the old and the new one, one after another.`} value={draft.certificate ?? ''} onChange={(certificate) => { onChange({ certificate }) }} error={errorOf('certificate')} />
          </>
          )
        : <Found provider={provider} draft={draft} description={description} />}
    </>
  )
}

/** What was read, to be looked at before it is trusted. */
function Found({ provider, draft, description }: Pick<Props, 'provider' | 'draft' | 'description'>) {
  const { t } = useLingui()
  const { source, address, readAddress, certificates } = description
  const isKept = provider !== null && source === 'address' && address === provider.metadata_url && address === readAddress && address !== ''
  if (!draft.sso_url) return null
  return (
    <KeyValue labelWidth={140}>
      <KeyValueRow label={t`Log-in address`}><code>{draft.sso_url}</code></KeyValueRow>
      <KeyValueRow label={t`Certificates`}><Certificates certificates={certificates} /></KeyValueRow>
      {isKept && <KeyValueRow label={t`Last read`}><LastRead provider={provider} description={description} /></KeyValueRow>}
    </KeyValue>
  )
}

function LastRead({ provider, description }: { provider: Provider; description: Description }) {
  const { t } = useLingui()
  const format = useFormat()
  const { refreshing } = description
  const { metadata_read_at: readAt, metadata_problem: problem } = refreshing.data ?? provider
  return (
    <div className="stack">
      <span className="row">
        {readAt ? format.instant(readAt) : t`not yet; within a minute`}
        <Button size="sm" isBusy={refreshing.isPending} onClick={() => { refreshing.mutate(provider.id) }}>{t`Read now`}</Button>
      </span>
      {problem && <span className="bad" role="status">{t`The latest reading failed: ${problem}. What was read before stays in force.`}</span>}
      {refreshing.error && <span className="bad" role="alert">{wordsOf(refreshing.error)}</span>}
    </div>
  )
}
