import { useLingui } from '@lingui/react/macro'
import { Button } from '@/ui/button'
import { Icon } from '@/ui/icon'
import { IconButton } from '@/ui/icon-button'
import { ProgressBar } from '@/ui/progress-bar'
import css from '../files.module.css'
import { cancelUpload, canRetry, retryUpload, type Upload } from '../uploads'
import { useUploadError } from '../use-upload-error'

/** A file on its way: how far it is, and what to do when it did not arrive. */
export function UploadLine({ upload }: { upload: Upload }) {
  const { t } = useLingui()
  const { name } = upload
  const why = useUploadError(upload)
  return (
    <div className={css.line}>
      <span className={css.thumb} aria-hidden><Icon name="upload" /></span>
      <span className={css.words}>
        <span className="el" title={name}>{name}</span>
        {upload.state === 'failed'
          ? <span className={css.error} role="alert">{why}</span>
          : <ProgressBar label={t`Sending ${name}`} value={upload.state === 'waiting' ? 0 : upload.sent / Math.max(upload.size, 1)} />}
      </span>
      {upload.state === 'failed' && canRetry(upload) && <Button size="sm" onClick={() => { retryUpload(upload.id) }}>{t`Again`}</Button>}
      <IconButton size="sm" icon="close" label={upload.state === 'failed' ? t`Forget ${name}` : t`Cancel ${name}`} onClick={() => { cancelUpload(upload.id) }} />
    </div>
  )
}
