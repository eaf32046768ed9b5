import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useCan } from '@/api/permissions'
import { useFormat } from '@/lib/format/use-format'
import { Button } from '@/ui/button'
import { Drawer } from '@/ui/drawer'
import { ErrorState } from '@/ui/error-state'
import { KeyValue } from '@/ui/key-value'
import { KeyValueRow } from '@/ui/key-value-row'
import { Section } from '@/ui/section'
import { Skeleton } from '@/ui/skeleton'
import { fileQuery, type KeptFile } from '../api'
import css from '../files.module.css'
import { openFile } from '../open-file'
import { useFileActs } from '../use-file-acts'
import { useFileWords } from '../use-file-words'
import { FileForm } from './file-form'
import { FilePreview } from './file-preview'
import { VersionList } from './version-list'

function Actions({ file, onClose }: { file: KeptFile; onClose: () => void }) {
  const { t } = useLingui()
  const can = useCan()
  const acts = useFileActs()
  const isThere = file.version.scan !== 'INFECTED' && file.version.scan !== 'WAITING'
  if (file.state === 'REMOVED') {
    return (
      <>
        {can('files.delete') && <Button variant="danger" onClick={() => { acts.erase(file); onClose() }}>{t`Remove for good`}</Button>}
        {can('files.edit') && <Button variant="primary" icon="undo" onClick={() => { acts.restore(file) }}>{t`Restore`}</Button>}
      </>
    )
  }
  return (
    <>
      {can('files.edit') && <Button variant="ghost" icon="trash" onClick={() => { acts.remove(file); onClose() }}>{t`Move to the bin`}</Button>}
      {isThere && <Button variant="primary" icon="download" onClick={() => { acts.download(file) }}>{t`Download`}</Button>}
    </>
  )
}

/** One file: how it looks, what it is called, its versions, and what can be done with it. */
export function FileDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useLingui()
  const can = useCan()
  const format = useFormat()
  const words = useFileWords()
  const { data: file, error, refetch } = useQuery(fileQuery(id))
  if (!file) return <Drawer isOpen onClose={onClose} title={t`File`}>{error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Skeleton lines={10} />}</Drawer>
  const removedBy = file.removed_by_name
  const removedAt = file.removed_at ? format.instant(file.removed_at) : ''
  return (
    <Drawer isOpen onClose={onClose} title={file.name} width={560} footer={<Actions file={file} onClose={onClose} />}>
      {removedAt && <p className="warn">{t`In the bin since ${removedAt}, put there by ${removedBy}.`}</p>}
      <FilePreview key={file.version.id} file={file} />
      <div className={css.sections}>
        {can('files.edit') && file.state === 'KEPT' && <Section><FileForm key={file.changed_at} file={file} /></Section>}
        <Section>
          <KeyValue>
            <KeyValueRow label={t`Customer`}><Link to={`/parties/${file.party_id}`} className="link" onClick={() => { openFile(null) }}>{file.party_name}</Link></KeyValueRow>
            {file.record_kind !== 'party' && <KeyValueRow label={words.record(file.record_kind)}>{file.record_title}</KeyValueRow>}
            <KeyValueRow label={t`Size`}>{words.size(file.version.size)}</KeyValueRow>
            <KeyValueRow label={t`Added`}>{`${format.instant(file.created_at)}, ${file.created_by_name}`}</KeyValueRow>
          </KeyValue>
        </Section>
        <VersionList file={file} />
      </div>
    </Drawer>
  )
}
