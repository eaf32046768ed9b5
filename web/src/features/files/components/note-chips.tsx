import { useLingui } from '@lingui/react/macro'
import { Button } from '@/ui/button'
import { IconButton } from '@/ui/icon-button'
import { ProgressBar } from '@/ui/progress-bar'
import type { KeptFile } from '../api'
import css from '../files.module.css'
import { openFile } from '../open-file'
import { cancelUpload, canRetry, retryUpload, type Upload } from '../uploads'
import { useFileWords } from '../use-file-words'
import { useUploadError } from '../use-upload-error'
import { FileThumb } from './file-thumb'

/** A file that has come in and waits for the note to be saved. */
export function WaitingChip({ file, onDrop }: { file: KeptFile; onDrop: () => void }) {
  const { t } = useLingui()
  const words = useFileWords()
  const { name, version } = file
  return (
    <span className={css.chip}>
      <button type="button" className={css.chipName} title={name} onClick={() => { openFile(file.id) }}>
        <FileThumb fileId={file.id} kind={version.kind} url={version.thumbnail_url} />
        <span className="el">{name}</span>
      </button>
      <span className="m t3 num">{words.size(version.size)}</span>
      <IconButton size="sm" icon="close" label={t`Take ${name} off`} onClick={onDrop} />
    </span>
  )
}

/** A file on its way to the note, or one that did not arrive. */
export function SendingChip({ upload }: { upload: Upload }) {
  const { t } = useLingui()
  const why = useUploadError(upload)
  const { name } = upload
  const hasFailed = upload.state === 'failed'
  return (
    <span className={`${css.chip} ${hasFailed ? css.refused : ''}`}>
      <span className={css.words}>
        <span className="el" title={name}>{name}</span>
        {hasFailed
          ? <span className={css.error} role="alert">{why}</span>
          : <ProgressBar label={t`Sending ${name}`} value={upload.state === 'waiting' ? 0 : upload.sent / Math.max(upload.size, 1)} />}
      </span>
      {hasFailed && canRetry(upload) && <Button size="sm" variant="ghost" onClick={() => { retryUpload(upload.id) }}>{t`Again`}</Button>}
      <IconButton size="sm" icon="close" label={hasFailed ? t`Forget ${name}` : t`Cancel ${name}`} onClick={() => { cancelUpload(upload.id) }} />
    </span>
  )
}
