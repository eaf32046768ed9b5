import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { useCan } from '@/api/permissions'
import { useFormat } from '@/lib/format/use-format'
import { useStore } from '@/lib/store'
import { Button } from '@/ui/button'
import { ErrorState } from '@/ui/error-state'
import { IconButton } from '@/ui/icon-button'
import { Section } from '@/ui/section'
import { Skeleton } from '@/ui/skeleton'
import { versionsQuery, type KeptFile } from '../api'
import css from '../files.module.css'
import { sendVersion, uploads, versionKey } from '../uploads'
import { useFileActs } from '../use-file-acts'
import { useFileWords } from '../use-file-words'
import { UploadLine } from './upload-line'

/** All contents the file has had: who, when, and the way back to each. */
export function VersionList({ file }: { file: KeptFile }) {
  const { t } = useLingui()
  const can = useCan()
  const format = useFormat()
  const words = useFileWords()
  const acts = useFileActs()
  const input = useRef<HTMLInputElement>(null)
  const list = useQuery(versionsQuery(file.id))
  const own = useStore(uploads).filter((one) => one.key === versionKey(file.id))
  const canEdit = can('files.edit') && file.state === 'KEPT'
  return (
    <Section title={t`Versions`} action={canEdit && <Button size="sm" icon="upload" onClick={() => input.current?.click()}>{t`New version`}</Button>}>
      <input ref={input} type="file" className={css.input} tabIndex={-1} aria-label={t`New version`} onChange={(event) => {
        const chosen = event.currentTarget.files?.[0]
        if (chosen) sendVersion(file.id, file.version.number, chosen, acts.refresh)
        event.currentTarget.value = ''
      }} />
      {own.map((upload) => <UploadLine key={upload.id} upload={upload} />)}
      {list.error && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <Skeleton lines={2} />}
      {list.data?.items.map((version) => {
        const { number, source_number: source } = version
        const isPresent = number === file.version.number
        return (
          <div key={version.id} className={css.line}>
            <span className={css.words}>
              <span className="el">{isPresent ? t`Version ${number}, the present one` : t`Version ${number}`}{source ? ` · ${t`repeats version ${source}`}` : ''}</span>
              <span className="m t3 num el">{[version.created_by_name, format.instant(version.created_at), words.size(version.size)].join(' · ')}</span>
            </span>
            {version.scan !== 'INFECTED' && version.scan !== 'WAITING' && <IconButton size="sm" icon="download" label={t`Download version ${number}`} onClick={() => { acts.download(file, number) }} />}
            {canEdit && !isPresent && version.scan !== 'INFECTED' && <IconButton size="sm" icon="undo" label={t`Make version ${number} the present one`} onClick={() => { acts.restoreVersion(file, number) }} />}
          </div>
        )
      })}
    </Section>
  )
}
