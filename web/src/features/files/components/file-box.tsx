import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, type ReactNode } from 'react'
import { useCan } from '@/api/permissions'
import { useLatest } from '@/lib/hooks/use-latest'
import { useStore } from '@/lib/store'
import { Button } from '@/ui/button'
import { roomQuery, type Place } from '../api'
import css from '../files.module.css'
import { placeKey, sendFiles, uploads } from '../uploads'
import { useFileActs } from '../use-file-acts'
import { DropZone } from './drop-zone'
import { UploadLine } from './upload-line'

interface Props {
  place: Place
  /** The lines of files that are there. */
  children: ReactNode
}

/** Takes files for a record: dropped, pasted, or chosen. */
export function FileBox({ place, children }: Props) {
  const { t } = useLingui()
  const can = useCan()
  const canEdit = can('files.edit')
  const acts = useFileActs()
  const input = useRef<HTMLInputElement>(null)
  const { data: room } = useQuery({ ...roomQuery(place), enabled: canEdit })
  const own = useStore(uploads).filter((one) => one.key === placeKey(place))
  const take = (files: Iterable<File>) => { sendFiles(place, files, acts.refresh) }
  const latest = useLatest(take)

  // A picture on the clipboard goes to the record on the screen, unless one is writing.
  useEffect(() => {
    if (!canEdit) return
    const onPaste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])]
      const isWriting = event.target instanceof HTMLElement && event.target.closest('input, textarea, [contenteditable]')
      if (files.length === 0 || isWriting) return
      event.preventDefault()
      latest.current(files)
    }
    document.addEventListener('paste', onPaste)
    return () => { document.removeEventListener('paste', onPaste) }
  }, [canEdit, latest])

  if (!canEdit) return <div className={css.zone}>{children}</div>
  return (
    <DropZone label={t`Add files`} endings={room?.endings} input={input} onFiles={take}>
      {children}
      {own.map((upload) => <UploadLine key={upload.id} upload={upload} />)}
      <div className={css.hint}>
        <Button size="sm" icon="upload" onClick={() => input.current?.click()}>{t`Add files`}</Button>
        <span className="m t3">{t`or drop or paste them here`}</span>
      </div>
    </DropZone>
  )
}
