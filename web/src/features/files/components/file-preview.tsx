import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Icon } from '@/ui/icon'
import { IconButton } from '@/ui/icon-button'
import { Skeleton } from '@/ui/skeleton'
import { linkOf, type KeptFile } from '../api'
import css from '../files.module.css'
import { iconOf } from '../use-file-words'

function usePreview(file: KeptFile, page: number, isShown: boolean) {
  const { version } = file
  const isText = version.preview_kind === 'text'
  return useQuery({
    queryKey: ['files', 'preview', version.id, page],
    queryFn: async () => {
      const url = await linkOf(file.id, isText ? 'text' : 'picture', { number: version.number, page })
      const answer = await fetch(url, { credentials: 'same-origin' })
      if (!answer.ok) throw new Error(String(answer.status))
      return isText ? { text: await answer.text(), picture: null } : { text: null, picture: URL.createObjectURL(await answer.blob()) }
    },
    enabled: isShown,
    staleTime: Infinity,
    retry: false,
  })
}

/** What the file looks like, when a picture of it could be made; else a plain sign of its kind. */
export function FilePreview({ file }: { file: KeptFile }) {
  const { t } = useLingui()
  const [page, setPage] = useState(0)
  const { version, name } = file
  const isHeld = version.scan === 'WAITING' || version.scan === 'INFECTED'
  const isShown = version.preview === 'READY' && !isHeld
  const preview = usePreview(file, page, isShown)
  const words = version.scan === 'INFECTED'
    ? t`The virus scanner refused this file; its content has been removed.`
    : version.scan === 'WAITING' ? t`The file is being checked for viruses.`
    : version.preview === 'WAITING' ? t`The preview is being made.`
    : t`There is no preview of this kind of file. Download it to look at it.`
  const [current, total] = [page + 1, version.pages]
  return (
    <div className={css.preview}>
      <div className={css.sheet} tabIndex={0} role="group" aria-label={t`Preview of ${name}`}>
        {!isShown || preview.error ? <div className={css.nothing}><Icon name={iconOf(version.kind)} /><span>{words}</span></div>
          : preview.data?.picture ? <img src={preview.data.picture} alt={t`Preview of ${name}`} />
          : preview.data ? <pre className={css.text} tabIndex={0}>{preview.data.text}</pre>
          : <Skeleton lines={6} />}
      </div>
      {isShown && total > 1 && (
        <div className={css.pages}>
          <IconButton size="sm" icon="chevron-left" label={t`Previous page`} disabled={page === 0} onClick={() => { setPage(page - 1) }} />
          <span className="m t3 num">{t`page ${current} of the first ${total}`}</span>
          <IconButton size="sm" icon="chevron-right" label={t`Next page`} disabled={current >= total} onClick={() => { setPage(page + 1) }} />
        </div>
      )}
    </div>
  )
}
