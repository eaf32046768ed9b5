import { useLingui } from '@lingui/react/macro'
import type { FeedEntryProps } from '@/lib/card-slots'
import { openFile } from '../open-file'
import { useFileWords } from '../use-file-words'

/** “File contract.pdf, version 2 · Anna”. */
export function FileEntry({ entry }: FeedEntryProps) {
  const { t } = useLingui()
  const words = useFileWords()
  const { details } = entry
  const number = Number(details.number)
  const isOnNote = details.record_kind === 'note' && number === 1
  const isRemoved = entry.kind === 'file_removed'
  const version = number > 1 ? t`New version ${number}` : t`File added`
  return (
    <>
      {(!isOnNote || isRemoved) && <b>{isRemoved ? t`File moved to the bin` : version} </b>}
      <button type="button" className="link" onClick={() => { openFile(String(details.file_id)) }}>{String(details.name)}</button>{' '}
      <span className="t3">{[isRemoved ? '' : words.size(Number(details.size)), isOnNote ? '' : entry.actor].filter(Boolean).join(' · ')}</span>
      {details.scan === 'INFECTED' && <div className="bad">{t`The virus scanner refused this file.`}</div>}
    </>
  )
}
