import { useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, type ClipboardEvent } from 'react'
import { useCan } from '@/api/permissions'
import type { NoteFilesProps } from '@/lib/card-slots'
import { useLatest } from '@/lib/hooks/use-latest'
import { useStore } from '@/lib/store'
import { Button } from '@/ui/button'
import { showRefusal } from '@/ui/show-refusal'
import { showToast } from '@/ui/toast'
import { dropWaiting, roomQuery, waitingQuery, type KeptFile } from '../api'
import { DropZone } from '../components/drop-zone'
import { SendingChip, WaitingChip } from '../components/note-chips'
import css from '../files.module.css'
import { sendWaiting, uploads, waitingKey } from '../uploads'

const most = 20

/** Files of the note that is being written: dropped, pasted or chosen; they are kept when it is saved. */
export function NoteFiles(props: NoteFilesProps) {
  const can = useCan()
  return can('files.edit') ? <Taking {...props} /> : props.children
}

function Taking({ partyId, onChange, children }: NoteFilesProps) {
  const { t } = useLingui()
  const client = useQueryClient()
  const input = useRef<HTMLInputElement>(null)
  const { data: room } = useQuery(roomQuery({ kind: 'party', id: partyId }))
  const query = waitingQuery(partyId)
  const waiting = useQuery(query).data ?? []
  const sending = useStore(uploads).filter((one) => one.key === waitingKey(partyId))
  const left = most - waiting.length - sending.length

  const isSending = sending.some((one) => one.state !== 'failed')
  const hasFailed = sending.some((one) => one.state === 'failed')
  const ids = waiting.map((file) => file.id).join(' ')
  const told = useLatest(onChange)
  useEffect(() => { told.current({ ids: ids ? ids.split(' ') : [], isSending, hasFailed }) }, [ids, isSending, hasFailed, told])

  function take(files: File[]): void {
    if (files.length > left) showToast(t`A note takes at most ${most} files.`)
    sendWaiting(partyId, files.slice(0, Math.max(left, 0)), (file) => {
      client.setQueryData(query.queryKey, (before) => [...(before ?? []).filter((one) => one.id !== file.id), file])
    })
  }

  async function drop(file: KeptFile): Promise<void> {
    client.setQueryData(query.queryKey, (before) => before?.filter((one) => one.id !== file.id))
    try {
      await dropWaiting(file.id)
    } catch (error) {
      showRefusal(error)
      void client.invalidateQueries({ queryKey: query.queryKey })
    }
  }

  function onPaste(event: ClipboardEvent): void {
    const files = [...event.clipboardData.files]
    if (files.length === 0) return
    event.preventDefault()
    take(files)
  }

  return (
    <DropZone label={t`Attach files`} endings={room?.endings} input={input} onFiles={take} onPaste={onPaste}>
      {children}
      <div className={css.chips}>
        {waiting.map((file) => <WaitingChip key={file.id} file={file} onDrop={() => void drop(file)} />)}
        {sending.map((upload) => <SendingChip key={upload.id} upload={upload} />)}
        <Button size="sm" variant="ghost" icon="attach" disabled={left <= 0} onClick={() => input.current?.click()}>{t`Attach files`}</Button>
      </div>
    </DropZone>
  )
}
